import type { Domain } from '../domain';
import type { Call } from './call';
import { isTerminal } from './call-state';
import { findCall } from './find-call';
import type { Learnt } from './learn-batch';
import type { CallRef } from './lock-calls';
import { record } from './record-report';

/** Ends a live call and cancels one that is still queued; a call that is over is answered as it is. */
export async function endCall(domain: Domain, accountId: string, reference: string): Promise<Call | null> {
  const call = await findCall(domain.loaders, accountId, reference);
  if (!call || isTerminal(call.status)) return call;
  const ref = { accountId, callId: call.id };
  const learnt = await domain.facts.learn(ref, 'call-manager', { kind: 'end-requested', at: null });
  if (learnt) await hangUpIfUnwanted(domain, ref, learnt);
  return domain.loaders.callById.load({ accountId, id: call.id });
}

/**
 * Hangs up at the provider if the end of a live call was requested and the provider is known to have it. Whoever learns
 * the second of the two does it: the request to end, or the provider's id. What the provider misses now, the sweep asks again.
 * The same for a call that was given up and is only now known to be the provider's: its hold is released, and nobody would talk.
 */
export async function hangUpIfUnwanted(domain: Domain, ref: CallRef, { before, after }: Learnt): Promise<void> {
  const wasGivenUp = isTerminal(before.status) && before.providerSid === null;
  const isUnwanted = isTerminal(after.status) ? wasGivenUp : after.endRequested;
  if (!isUnwanted || after.providerSid === null) return;
  const report = await domain.telephony.hangUp(after.providerSid);
  if (typeof report === 'object') await record(domain, ref, report, 'call-manager:end');
}
