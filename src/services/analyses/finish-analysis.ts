import type { Pool, PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { inTransaction } from '../../database/transaction';
import { AnalysisStatus, CallEventType } from '../../entities/enums';
import { bytesOf, MAX_KEPT_BYTES } from '../contacts/kept-data';
import type { Findings } from './analysis';
import type { ClaimedAnalysis } from './claim-analyses';

/** What a model cost and said. */
export interface ModelAnswer {
  raw: string;
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** How an analysis went. */
export type AnalysisOutcome =
  | { kind: 'completed'; findings: Findings; answer: ModelAnswer; remember: boolean }
  | { kind: 'skipped'; reason: string }
  | { kind: 'failed'; reason: string }
  /** To be tried again after so many seconds; 0: as soon as somebody can. */
  | { kind: 'postponed'; reason: string; seconds: number };

type Claim = Pick<ClaimedAnalysis, 'accountId' | 'callId' | 'contactId' | 'attempt'>;

/** A model may say more than anybody wants to keep. */
const MAX_RAW = 100_000;
const MAX_MEMORY = 2000;

/**
 * Writes what became of an analysis, with its milestone and what is remembered of the contact, in one transaction. Whoever
 * has lost the work to somebody else writes nothing.
 * @returns whether it was written
 */
export function finishAnalysis(pool: Pool, claim: Claim, outcome: AnalysisOutcome): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    if (!(await holds(client, claim))) return false;
    const status = await write(client, claim, outcome);
    await client.query({
      name: 'show-analysis',
      text: `update calls set analysis_status = $3, updated_at = now() where account_id = $1 and id = $2`,
      values: [claim.accountId, claim.callId, status],
    });
    if (outcome.kind !== 'postponed') await writeMilestone(client, claim, status);
    return true;
  });
}

/** The call's row first, then what belongs to it: everybody locks in this order. */
async function holds(client: PoolClient, { accountId, callId, attempt }: Claim): Promise<boolean> {
  await client.query('select 1 from calls where account_id = $1 and id = $2 for update', [accountId, callId]);
  const { rowCount } = await client.query(
    `select 1 from call_analyses
     where account_id = $1 and call_id = $2 and attempts = $3 and due_at is not null for update`,
    [accountId, callId, attempt],
  );
  return rowCount === 1;
}

async function write(client: PoolClient, claim: Claim, outcome: AnalysisOutcome): Promise<AnalysisStatus> {
  const key = [claim.accountId, claim.callId];
  switch (outcome.kind) {
    case 'completed':
      await writeFindings(client, claim, outcome);
      return AnalysisStatus.COMPLETED;
    case 'postponed':
      await client.query(
        `update call_analyses set reason = $3, due_at = now() + make_interval(secs => $4)
         where account_id = $1 and call_id = $2`,
        [...key, outcome.reason, outcome.seconds],
      );
      return AnalysisStatus.PENDING;
    default:
      await client.query(
        'update call_analyses set reason = $3, due_at = null, completed_at = now() where account_id = $1 and call_id = $2',
        [...key, outcome.reason],
      );
      return outcome.kind === 'skipped' ? AnalysisStatus.SKIPPED : AnalysisStatus.FAILED;
  }
}

async function writeFindings(
  client: PoolClient,
  { accountId, callId, contactId }: Claim,
  { findings, answer, remember }: Extract<AnalysisOutcome, { kind: 'completed' }>,
): Promise<void> {
  const memory = findings.memory?.slice(0, MAX_MEMORY).toWellFormed() ?? null;
  const values = Object.fromEntries(findings.extracted.map(({ name, value }) => [name, value]));
  await client.query({
    name: 'write-findings',
    text: `
      update call_analyses set reason = null, sentiment = $3, summary = $4, key_points = $5, action_items = $6,
        success = $7, extracted = $8, metadata = $9, raw_response = $10, model = $11,
        prompt_tokens = prompt_tokens + $12, completion_tokens = completion_tokens + $13, due_at = null,
        completed_at = now()
      where account_id = $1 and call_id = $2`,
    values: [
      accountId,
      callId,
      findings.sentiment,
      findings.summary,
      JSON.stringify(findings.keyPoints),
      JSON.stringify(findings.actionItems),
      JSON.stringify(findings.success),
      JSON.stringify(findings.extracted),
      JSON.stringify({ ...values, summary: findings.summary, memory }),
      answer.raw.slice(0, MAX_RAW),
      answer.model,
      answer.promptTokens,
      answer.completionTokens,
    ],
  });
  if (remember && memory !== null) await writeMemory(client, { accountId, callId, contactId }, memory);
}

/** A later call of the same person that has left something to remember. */
const REMEMBERED_LATER = `
select from calls c
join calls later on later.account_id = c.account_id and later.contact_id = c.contact_id and later.start_time > c.start_time
join call_analyses t on t.account_id = later.account_id and t.call_id = later.id
where c.account_id = $1 and c.id = $4 and t.metadata ->> 'memory' is not null`;

/**
 * What does not fit beside the contact's other metadata is not remembered, nor what an older call comes to when it is
 * analysed again; the analysis has it all the same.
 */
async function writeMemory(
  client: PoolClient,
  { accountId, callId, contactId }: Omit<Claim, 'attempt'>,
  memory: string,
): Promise<void> {
  const { rows } = await client.query<{ metadata: Record<string, unknown> }>(
    'select metadata from contacts where account_id = $1 and id = $2 for update',
    [accountId, contactId],
  );
  if (bytesOf({ ...rows[0]?.metadata, memory }) > MAX_KEPT_BYTES) return;
  await client.query(
    `update contacts set metadata = metadata || jsonb_build_object('memory', $3::text), updated_at = now()
     where account_id = $1 and id = $2 and not exists (${REMEMBERED_LATER})`,
    [accountId, contactId, memory, callId],
  );
}

/** Says on the timeline that the analysis is there; when it is made again, the first time stands. */
async function writeMilestone(client: PoolClient, { accountId, callId }: Claim, status: AnalysisStatus): Promise<void> {
  await client.query({
    name: 'write-analyzed',
    text: `
      insert into call_events (account_id, id, call_id, type, status, source, occurred_at, detail)
      select c.account_id, $3, c.id, $4, c.status, 'call-manager', now(), jsonb_build_object('analysis', $5::text)
      from calls c where c.account_id = $1 and c.id = $2
      on conflict (account_id, call_id, type) do nothing`,
    values: [accountId, callId, uuidv7(), CallEventType.ANALYZED, status],
  });
}
