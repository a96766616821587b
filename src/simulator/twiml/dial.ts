import { fractionOf, newSid } from '../calls/sid';
import { scenarioFor } from '../scenarios';
import { documentAt } from './document-at';
import { tellOfAnswer } from './tell-of-answer';
import { tellOfHangUp } from './tell-of-hang-up';
import type { Playback, Verb } from './verb';

const DEFAULT_TIMEOUT_SECONDS = 30;
const RING_SECONDS = { least: 3, most: 6 };
const TALK_SECONDS = { least: 10, most: 30 };

/** How it stands with the other number, in the words of the request to `action`. */
type Outcome = Readonly<Record<string, string>>;

/**
 * `<Dial callerId action method timeout>`: another number is called, as text or in a `<Number>`, and the two people talk
 * for some virtual seconds. What a number does when it is called, it does here too: it may be busy, ring out, be out of reach
 * or be refused. The other side hangs up first, so the document goes on, or the one at `action` does. If the call ends before
 * that, `action` is told how far it had come, and the last status callback follows. Twilio, Dial, "action".
 */
export const dial: Verb = async ({ attributes, children, text }, playback) => {
  const { call, document } = playback;
  const target = children.find(({ name }) => name === 'Number');
  const number = target?.text ?? text;
  const { action } = attributes;
  const DialCallSid = newSid('CA');
  const request = (outcome: Outcome) => {
    const fields = { DialCallSid, ...outcome };
    return { ...documentAt(action ?? '', attributes.method, document), fields };
  };
  const onAnswer = () => tellOfAnswer(target?.attributes ?? {}, { sid: DialCallSid, number }, playback);
  const leg = new OtherLeg(number, playback, Number(attributes.timeout) || DEFAULT_TIMEOUT_SECONDS, onAnswer);
  const hangUp = (): void => {
    if (action && call.endedAt !== undefined) tellOfHangUp(request(leg.brokenOff(call.endedAt)), playback);
  };
  call.over.addEventListener('abort', hangUp, { once: true });
  const outcome = await leg.live();
  call.over.removeEventListener('abort', hangUp);
  return action ? request(outcome) : 'next-verb';
};

/** The call to the other number. */
class OtherLeg {
  #bridgedAt?: number;

  constructor(
    private readonly number: string,
    private readonly playback: Playback,
    private readonly timeoutSeconds: number,
    private readonly onAnswer: () => void,
  ) {}

  /** Lives it until the other side is gone. Rejects when the call ends meanwhile. */
  async live(): Promise<Outcome> {
    const { timeline } = this.playback;
    const { line = { kind: 'answers' }, reply } = scenarioFor(this.number);
    const fraction = fractionOf(this.number);
    if (line.kind === 'unreachable' || reply?.kind === 'refused') return notBridged('failed');
    const answersAfter = line.kind === 'rings-out' ? Infinity : between(RING_SECONDS, fraction);
    const rings = line.kind === 'refuses' ? line.afterSeconds : answersAfter;
    await timeline.wait(Math.min(rings, this.timeoutSeconds));
    if (rings > this.timeoutSeconds) return notBridged('no-answer');
    if (line.kind === 'refuses') return notBridged('busy');
    this.#bridgedAt = timeline.at;
    this.onAnswer();
    const seconds = Math.round(between(TALK_SECONDS, fraction));
    await timeline.wait(seconds);
    return bridged(seconds);
  }

  /** How it stands when the call ends at an instant. */
  brokenOff(at: number): Outcome {
    if (this.#bridgedAt === undefined) return notBridged('canceled');
    return bridged(Math.max(0, Math.round((at - this.#bridgedAt) / 1000)));
  }
}

function notBridged(status: 'failed' | 'no-answer' | 'busy' | 'canceled'): Outcome {
  return { DialCallStatus: status, DialBridged: 'false' };
}

function bridged(seconds: number): Outcome {
  return { DialCallStatus: 'completed', DialCallDuration: String(seconds), DialBridged: 'true' };
}

function between({ least, most }: { readonly least: number; readonly most: number }, fraction: number): number {
  return least + fraction * (most - least);
}
