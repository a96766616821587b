import { fractionOf, newSid } from '../calls/sid';
import { scenarioFor } from '../scenarios';
import { documentAt } from './document-at';
import type { Verb } from './verb';

const DEFAULT_TIMEOUT_SECONDS = 30;
const RING_SECONDS = { least: 3, most: 6 };
const TALK_SECONDS = { least: 10, most: 30 };

/**
 * `<Dial callerId action method timeout>`: another number is called, as text or in a `<Number>`, and the two people talk
 * for some virtual seconds. Numbers that nobody answers at are not answered here either. The other side hangs up first, so
 * the document goes on, or the one at `action` does.
 */
export const dial: Verb = async ({ attributes, children, text }, { timeline, document }) => {
  const number = children.find(({ name }) => name === 'Number')?.text ?? text;
  const outcome = await call(number);
  if (!attributes.action) return 'next-verb';
  const fields = { DialCallSid: newSid('CA'), ...outcome };
  return { ...documentAt(attributes.action, attributes.method, document), fields };

  async function call(to: string): Promise<Record<string, string>> {
    const line = scenarioFor(to).line ?? { kind: 'answers' };
    const timeout = Number(attributes.timeout) || DEFAULT_TIMEOUT_SECONDS;
    const fraction = fractionOf(to);
    if (line.kind === 'unreachable') return { DialCallStatus: 'failed', DialBridged: 'false' };
    const rings =
      line.kind === 'rings-out'
        ? Infinity
        : line.kind === 'refuses'
          ? line.afterSeconds
          : between(RING_SECONDS, fraction);
    await timeline.wait(Math.min(rings, timeout));
    if (rings > timeout) return { DialCallStatus: 'no-answer', DialBridged: 'false' };
    if (line.kind === 'refuses') return { DialCallStatus: 'busy', DialBridged: 'false' };
    const seconds = Math.round(between(TALK_SECONDS, fraction));
    await timeline.wait(seconds);
    return { DialCallStatus: 'completed', DialCallDuration: String(seconds), DialBridged: 'true' };
  }
};

function between({ least, most }: { readonly least: number; readonly most: number }, fraction: number): number {
  return least + fraction * (most - least);
}
