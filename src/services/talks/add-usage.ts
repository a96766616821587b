import type { Pool } from 'pg';
import { inStatement } from '../../database/transaction';
import { storableText } from '../storable-json';
import type { TalkRef } from '../transcripts/store-turn';

/** Adds what a model's answer cost to its call. */
export async function addUsage(
  pool: Pool,
  { accountId, callId }: TalkRef,
  usage: { promptTokens: number; completionTokens: number },
  model: string,
): Promise<void> {
  await inStatement(pool, {
    name: 'add-usage',
    text: `update calls set model = $3, prompt_tokens = prompt_tokens + $4, completion_tokens = completion_tokens + $5
      where account_id = $1 and id = $2`,
    values: [accountId, callId, storableText(model.slice(0, 200)), usage.promptTokens, usage.completionTokens],
  });
}
