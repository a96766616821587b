import type { ProviderReport } from '../../telephony/telephony';
import type { Domain } from '../domain';
import { belongs } from './call-state';
import type { Learnt } from './learn-batch';
import type { CallRef } from './lock-calls';

/**
 * Takes a provider's word about a call. A report about another provider call than ours is logged and changes nothing.
 * @param askedBy who asked; the provider told by itself unless given
 */
export async function record(
  domain: Pick<Domain, 'facts' | 'log'>,
  ref: CallRef,
  { sid, source, progress }: ProviderReport,
  askedBy?: string,
): Promise<Learnt | null> {
  const fact = { kind: 'reported', sid, progress, at: progress.at, askedBy } as const;
  const learnt = await domain.facts.learn(ref, source, fact);
  if (!learnt) domain.log.warn({ ...ref, sid, source }, 'a report names a call that does not exist');
  else if (!belongs(learnt.after, sid)) domain.log.warn({ ...ref, sid, source }, 'a report is about another call');
  return learnt;
}
