import type { ProviderReport } from '../../telephony/telephony';
import type { Domain } from '../domain';
import { hangUpIfAsked } from './end-call';
import type { CallRef } from './lock-calls';
import { record } from './record-report';

/** Takes a callback about a call. It may be the first that anybody hears of the provider's id. */
export async function takeCallback(domain: Domain, ref: CallRef, report: ProviderReport): Promise<void> {
  const learnt = await record(domain, ref, report);
  if (learnt && learnt.before.providerSid === null) await hangUpIfAsked(domain, ref, learnt);
}

/** What the callee hears first. */
export interface Opening {
  firstMessage: string;
  language: string;
}

/** The call was answered and the provider asks what to do. Null: there is no such call, or it is over or to be ended. */
export async function startTalk(domain: Domain, ref: CallRef, sid: string): Promise<Opening | null> {
  const learnt = await domain.facts.learn(ref, 'call-manager', { kind: 'talk-started', sid, at: new Date() });
  if (!learnt || learnt.after.providerSid !== sid || learnt.after.endTime !== null || learnt.after.endRequested)
    return null;
  const call = await domain.loaders.callById.load({ accountId: ref.accountId, id: ref.callId });
  return call && domain.loaders.agent.load({ accountId: ref.accountId, id: call.agentId });
}

/** The agent has said all it had to say. */
export async function endTalk(domain: Domain, ref: CallRef, sid: string): Promise<void> {
  await domain.facts.learn(ref, 'call-manager', { kind: 'talk-ended', sid, at: new Date() });
}
