import { setTimeout as sleep } from 'node:timers/promises';
import { inStatement } from '../../database/transaction';
import { CallStatus, CampaignStatus, DialState, RecordingStatus } from '../../entities/enums';
import type { Domain } from '../domain';
import type { IsoTime } from '../iso-time';
import { keepTrying } from '../keep-trying';
import type { Ref } from '../loaders';
import { awaitProof, PROOF_WAIT_MS } from './await-proof';
import { type Call, NOTHING_YET } from './call';
import type { InitiateCallOutcome } from './initiate-call';

/** A call that was written but is not known to ring. */
export interface CallFailure {
  kind: 'failed';
  call: Call | null;
  /** The provider's public error text, or that nobody knows. */
  details: string;
  /** False as long as the phone may ring all the same. */
  known: boolean;
}

/** Between two attempts to store that an answer is owed, in milliseconds. */
const AGAIN_MS = 200;

/** What a client reads while nobody knows whether a call was dialled. */
const OUTCOME_UNKNOWN =
  'The telephony provider did not answer in time, so the outcome is unknown. It is safe to retry: ' +
  'the same request gets this very call and nobody is dialled twice.';

/**
 * Answers a request with the call that an earlier one placed, as that one was answered, and dials nobody.
 * @param key the idempotency key by which the call was found, if any: with it the contact is answered as it was then
 */
export async function recallAnswer(domain: Domain, ref: Ref, key: string | null): Promise<InitiateCallOutcome> {
  const sid = await domain.counts.whileWaiting(() => awaitProof(domain, ref, { timeoutMs: PROOF_WAIT_MS }));
  const call = await domain.loaders.callById.load(ref);
  if (!call || sid === null) return failureOf(call);
  const [contact, campaign, snapshot] = await Promise.all([
    domain.loaders.contact.load({ accountId: ref.accountId, id: call.contactId }),
    call.campaignId ? domain.loaders.campaign.load({ accountId: ref.accountId, id: call.campaignId }) : null,
    key ? contactSnapshot(domain, ref, key) : null,
  ]);
  if (!contact || !campaign) throw new Error(`call ${call.id} has lost its contact or its campaign`);
  await answerGiven(domain, ref);
  return {
    kind: 'accepted',
    call: asAccepted(call),
    contact: { ...asOf(call, contact), additionalData: snapshot ?? contact.additionalData },
    campaign: { ...asOf(call, campaign), status: CampaignStatus.ACTIVE },
    replayed: true,
  };
}

/** How a call failed that is not known to ring: refused after all, or nobody knows. */
export function failureOf(call: Call | null): CallFailure {
  return call?.dial === DialState.REFUSED
    ? { kind: 'failed', call, details: call.providerMessage ?? OUTCOME_UNKNOWN, known: true }
    : { kind: 'failed', call, details: OUTCOME_UNKNOWN, known: false };
}

/** Somebody got the answer that was owed, so the same number may be called anew. */
export async function answerGiven({ pool }: Pick<Domain, 'pool'>, ref: Ref): Promise<void> {
  await inStatement(pool, {
    name: 'answer-given',
    text: `update calls set answer_owed = false, dialler = null
      where account_id = $1 and id = $2 and (answer_owed or dialler is not null)`,
    values: [ref.accountId, ref.id],
  });
}

/** A client was told that the outcome is unknown though the provider may have told us: a retry must get this call. */
export async function oweAnswer({ pool }: Pick<Domain, 'pool'>, ref: Ref): Promise<void> {
  await inStatement(pool, {
    name: 'owe-answer',
    text: `update calls set answer_owed = true where account_id = $1 and id = $2
      and dial <> 'REFUSED' and ended_reason is distinct from 'OUTCOME_UNKNOWN'`,
    values: [ref.accountId, ref.id],
  });
}

/**
 * The same, as soon as the database takes it. Resolves when it has, or has not for as long as an answer may wait: a call of which
 * no outcome was stored by then is fenced by its age.
 */
export async function promiseAnswer(domain: Pick<Domain, 'pool'>, ref: Ref): Promise<void> {
  const promise = () => oweAnswer(domain, ref);
  const deadline = performance.now() + PROOF_WAIT_MS;
  while (performance.now() < deadline) {
    const stored = await promise().then(
      () => true,
      () => false,
    );
    if (stored) return;
    await sleep(AGAIN_MS);
  }
  keepTrying(promise);
}

/** As it was when it was accepted, with nothing said, known or recorded. */
function asAccepted(call: Call): Call {
  return {
    ...call,
    ...NOTHING_YET,
    status: CallStatus.INITIATED,
    creditsUsed: call.creditsReserved,
    recordingStatus: call.recordingStatus && RecordingStatus.PENDING,
    updatedAt: call.createdAt,
  };
}

/** A row that was changed since was changed last, as far as one could know, when the call was accepted. */
function asOf<Row extends { updatedAt: IsoTime }>({ createdAt }: Call, row: Row): Row {
  return row.updatedAt > createdAt ? { ...row, updatedAt: createdAt } : row;
}

async function contactSnapshot({ pool }: Domain, ref: Ref, key: string): Promise<Record<string, unknown> | null> {
  const { rows } = await pool.query<{ contactSnapshot: Record<string, unknown> }>({
    name: 'contact-snapshot',
    text: `select contact_snapshot "contactSnapshot" from idempotency_keys
      where account_id = $1 and key = $2 and call_id = $3`,
    values: [ref.accountId, key, ref.id],
  });
  return rows[0]?.contactSnapshot ?? null;
}
