import type { Pool } from 'pg';
import { inStatement } from '../../database/transaction';
import { storableText } from '../storable-json';
import type { TalkRef } from '../transcripts/store-turn';

/** What an answer of a model cost. */
export interface AnswerUsage {
  /** Of the answers of its talk, from 1. */
  answer: number;
  promptTokens: number;
  completionTokens: number;
  model: string;
}

/**
 * Adds what a model's answer cost to its call. It counts once, however often it is told: whoever lost the database's word tells it
 * again. The answers of a talk are to be told in their order.
 */
export async function addUsage(
  pool: Pool,
  { accountId, callId, attempt }: TalkRef,
  { answer, promptTokens, completionTokens, model }: AnswerUsage,
): Promise<void> {
  await inStatement(pool, {
    name: 'add-usage',
    text: `update calls set model = $5, prompt_tokens = prompt_tokens + $6, completion_tokens = completion_tokens + $7,
        counted_answers[$3::int] = $4::int
      where account_id = $1 and id = $2 and coalesce(counted_answers[$3::int], 0) < $4::int`,
    values: [accountId, callId, attempt, answer, storableText(model.slice(0, 200)), promptTokens, completionTokens],
  });
}
