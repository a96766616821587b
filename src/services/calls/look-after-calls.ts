import { inStatement } from '../../database/transaction';
import { DialState } from '../../entities/enums';
import { isOneOf } from '../accounts/test-modes';
import type { Domain } from '../domain';
import { findListed, UNPROVEN_CALL, type UnprovenCall } from './find-listed';
import { inheritCalls } from './inherit-calls';
import { record } from './record-report';

/** Calls taken at once, so that several servers share the work. */
const BATCH = 20;
/** Batches in one turn at most: after an outage many calls are overdue. */
const MAX_ROUNDS = 50;
/** A call whose provider cannot tell how it stands is given up so long after it must have ended, in unknown times. */
const PATIENCE = 6;
const RING_SECONDS = 60;

interface DueCall extends UnprovenCall {
  endRequested: boolean;
  /** The call must have ended long ago, whatever happened to it. */
  overdue: boolean;
}

/**
 * Looks after live calls of which nothing was heard for too long: asks the provider about those it is known to have,
 * and gives up, at last, those that nobody can prove to have been dialled. Dials nobody.
 */
export async function lookAfterCalls(domain: Domain, signal?: AbortSignal): Promise<void> {
  await inheritCalls(domain);
  for (let round = 0; round < MAX_ROUNDS && !signal?.aborted; round++) {
    const due = await claimDueCalls(domain);
    await Promise.all(
      due.map((call) => lookAfter(domain, call).catch((error: unknown) => report(domain, call, error))),
    );
    if (due.length < BATCH) return;
  }
}

async function claimDueCalls(domain: Domain): Promise<DueCall[]> {
  const { rows } = await inStatement<DueCall>(domain.pool, {
    name: 'claim-quiet-calls',
    text: `update calls c set check_at = now() + make_interval(secs => $1)
      from (
        select account_id, id from calls where end_time is null and check_at < now() and ${isOneOf('account_id', '$3')}
        order by check_at limit ${BATCH} for update skip locked
      ) due
      where c.account_id = due.account_id and c.id = due.id
      returning ${UNPROVEN_CALL}, c.end_requested "endRequested",
        now() > c.start_time + make_interval(secs => c.max_duration_seconds + $2) "overdue"`,
    values: [domain.timing.quietSeconds, RING_SECONDS + PATIENCE * domain.timing.unknownSeconds, domain.testModes],
  });
  return rows;
}

function report({ log }: Domain, { callId }: DueCall, error: unknown): void {
  log.error({ error, callId }, 'a quiet call could not be looked after');
}

const SOURCE = 'call-manager:sweep';

async function lookAfter(domain: Domain, call: DueCall): Promise<void> {
  if (call.sid !== null) await askAbout(domain, { ...call, sid: call.sid });
  else if (call.dial === DialState.UNKNOWN) await giveUp(domain, call);
  else {
    const message = 'the server stopped while the call was being placed';
    await domain.facts.learn(call, SOURCE, { kind: 'dial-unknown', message, at: null });
  }
}

/** At the deadline nobody may have asked yet: all servers may have been away. A provider that does not tell is asked again. */
async function giveUp(domain: Domain, call: DueCall): Promise<void> {
  const found = await findListed(domain, call, SOURCE);
  if (found === 'found' || (found === 'unavailable' && !call.overdue)) return;
  await domain.facts.learn(call, SOURCE, { kind: 'given-up', sid: null, at: null });
}

async function askAbout(domain: Domain, call: DueCall & { sid: string }): Promise<void> {
  const answer = await (call.endRequested ? domain.telephony.hangUp(call.sid) : domain.telephony.look(call.sid));
  if (typeof answer === 'object') await record(domain, call, answer, SOURCE);
  else if (answer === 'missing' || call.overdue) {
    domain.log.error({ callId: call.callId, sid: call.sid, answer }, 'nobody knows how a call ended; giving it up');
    await domain.facts.learn(call, SOURCE, { kind: 'given-up', sid: call.sid, at: null });
  }
}
