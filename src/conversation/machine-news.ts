import { AnsweredBy } from '../entities/enums';
import type { VoicemailPolicy } from '../services/agents/settings';
import type { MachineNews } from './session/ports';

/**
 * What a talk is told of who answered; null: nothing that would concern it. An agent that leaves messages is told of a machine
 * when its greeting is over, one that hangs up when it is known to be one, and one that talks to anybody never.
 */
export function machineNews(answeredBy: AnsweredBy | null, policy: VoicemailPolicy): MachineNews | null {
  if (policy === 'CONTINUE') return null;
  if (answeredBy === AnsweredBy.FAX) return 'fax';
  if (answeredBy !== AnsweredBy.VOICEMAIL) return null;
  return policy === 'LEAVE_MESSAGE' ? 'greeting-ended' : 'machine';
}
