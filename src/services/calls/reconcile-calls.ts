import { inStatement, sqlState } from '../../database/transaction';
import type { ListedCall } from '../../telephony/telephony';
import { isOneOf } from '../accounts/test-modes';
import type { Domain } from '../domain';
import { hangUpIfUnwanted } from './end-call';
import { matchListed, type OwnCall, SPAN } from './match-listed';
import { record } from './record-report';

/** Calls taken at once, so that several servers share the work. */
const BATCH = 10;
/** Batches in one turn at most: a provider that was away leaves many, and each is a question. */
const MAX_ROUNDS = 10;
const ASKED_BY = 'call-manager:sweep';
/** The call was another's by then. PostgreSQL manual, appendix A. */
const UNIQUE_VIOLATION = '23505';

interface Unproven extends OwnCall {
  fromNumber: string;
  toNumber: string;
}

/**
 * Looks in the provider's list for calls that nobody has proof of, and adopts what can be nothing else. What is not there may come
 * yet: such a call is given up by its deadline alone. Dials nobody.
 */
export async function reconcileCalls(domain: Domain, signal?: AbortSignal): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS && !signal?.aborted; round++) {
    const due = await claimUnproven(domain);
    await Promise.all(
      due.map((call) =>
        reconcile(domain, call).catch((error: unknown) =>
          domain.log.error({ error, callId: call.callId }, 'a call could not be reconciled'),
        ),
      ),
    );
    if (due.length < BATCH) return;
  }
}

async function claimUnproven({ pool, timing, testModes }: Domain): Promise<Unproven[]> {
  const { rows } = await inStatement<Unproven>(pool, {
    name: 'claim-unproven-calls',
    text: `update calls c set reconcile_at = now() + make_interval(secs => $1)
      from (
        select account_id, id from calls where reconcile_at < now() and ${isOneOf('account_id', '$2')}
        order by reconcile_at limit ${BATCH} for update skip locked
      ) due
      where c.account_id = due.account_id and c.id = due.id
      returning ${OWN_CALL}, c.from_number "fromNumber", c.to_number "toNumber"`,
    values: [timing.reconcileSeconds, testModes],
  });
  return rows;
}

const OWN_CALL = `c.account_id "accountId", c.id "callId", c.provider_sid "sid", c.dial, c.start_time "startTime"`;

async function reconcile(domain: Domain, call: Unproven): Promise<void> {
  const listed = await domain.telephony.list(call, new Date(call.startTime.getTime() - SPAN.before));
  if (listed === 'unavailable' || listed.length === 0) return;
  // After the list, so that whatever was in it and has been claimed meanwhile is seen to be.
  const match = matchListed(call, await ownCalls(domain, call), listed);
  if (!match) return;
  await adopt(domain, call, match).catch((error: unknown) => {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
  });
}

/** Every call of ours that anything could be which fits this one. A caller id may be in use by several accounts. */
async function ownCalls({ pool }: Domain, { fromNumber, toNumber, startTime }: Unproven): Promise<OwnCall[]> {
  const { rows } = await pool.query<OwnCall>({
    name: 'calls-between',
    text: `select ${OWN_CALL} from calls c
      where c.account_id in (select n.account_id from phone_numbers n where n.phone_number = $1)
        and c.from_number = $1 and c.to_number = $2
        and abs(extract(epoch from c.start_time - $3::timestamptz)) <= $4`,
    values: [fromNumber, toNumber, startTime, (SPAN.before + SPAN.after) / 1000],
  });
  return rows;
}

/** Once it is known to be ours, a request to end it that came before can be done. */
async function adopt(domain: Domain, call: Unproven, { sid, report }: ListedCall): Promise<void> {
  const fact = { kind: 'dial-accepted', sid, at: null, askedBy: ASKED_BY } as const;
  const learnt = report
    ? await record(domain, call, report, ASKED_BY)
    : await domain.facts.learn(call, 'twilio:list', fact);
  if (!learnt) return;
  domain.log.info({ callId: call.callId, sid }, "a call was found in the provider's list");
  await hangUpIfUnwanted(domain, call, learnt);
}
