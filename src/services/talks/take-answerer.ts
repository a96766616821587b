import type { AnsweredBy } from '../../entities/enums';
import type { CallRef } from '../calls/lock-calls';
import type { Domain } from '../domain';

/** Takes what the provider found out about who answered. The talk learns of it from the call. */
export async function takeAnswerer(
  { facts, log }: Pick<Domain, 'facts' | 'log'>,
  ref: CallRef,
  sid: string,
  answeredBy: AnsweredBy,
): Promise<void> {
  const learnt = await facts.learn(ref, 'twilio:answered-by', { kind: 'answered-by', sid, answeredBy, at: null });
  if (!learnt) log.warn({ ...ref, sid }, 'a report names a call that does not exist');
}
