import type { Person } from '../callee/person';
import { deliver } from '../webhooks/deliver';
import type { Call } from './call';
import type { MachineDetection } from './call-request';
import type { Services } from './services';

/** What can be told of who answered (Twilio, "Answering Machine Detection", AnsweredBy). */
export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep' | 'unknown';

/** Finds out who answered, while the call goes on, and tells it once. A call that is over before is not judged. */
export async function detectMachine(call: Call, person: Person, services: Services): Promise<void> {
  const detection = call.request.machineDetection;
  const { answeredAt } = call;
  if (detection === undefined || answeredAt === undefined) return;
  const verdict = verdictOn(person, detection);
  await call.clock.until(answeredAt + verdict.afterSeconds * 1000, call.over);
  call.answeredBy = verdict.answeredBy;
  if (detection.callback === undefined) return;
  const fields = {
    AccountSid: call.account.sid,
    CallSid: call.sid,
    AnsweredBy: verdict.answeredBy,
    MachineDetectionDuration: String(Math.round(verdict.afterSeconds * 1000)),
  };
  await deliver('amd', { ...detection.callback, fields }, call, services);
}

function verdictOn(person: Person, { mode, timeoutSeconds, silenceSeconds }: MachineDetection) {
  const sound = person.soundsLike;
  const [answeredBy, afterSeconds] = ((): [AnsweredBy, number] => {
    if (sound.kind === 'silence') return ['unknown', silenceSeconds];
    if (sound.kind === 'human') return ['human', sound.afterSeconds];
    return mode === 'Enable'
      ? ['machine_start', sound.startsAfterSeconds]
      : ['machine_end_beep', sound.beepsAfterSeconds];
  })();
  return afterSeconds > timeoutSeconds
    ? { answeredBy: 'unknown' as const, afterSeconds: timeoutSeconds }
    : { answeredBy, afterSeconds };
}
