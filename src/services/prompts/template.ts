import type { Template } from 'liquidjs';
import { AppError } from '../../errors';
import { bounded, isTakingTooLong } from '../bounded';
import { Recent } from '../recent';
import { engine, LIMITS, OutputTooLong, TooManySteps } from './engine';
import { Failures } from './failures';

/** A template that is read takes some hundred times the room of its text. */
const parsed = new Recent<Template[]>(500, 500_000);
const failures = new Failures();
/** How often a text must have taken too long before that is believed and kept: the first time, our own code may be what is slow. */
export const MEASUREMENTS = 2;
const POSITION = /(?:, file:.*?)?, line:(\d+), col:(\d+)$/s;

/** A text with its variables found. Kept, because the same agents place many calls. @throws AppError BAD_USER_INPUT */
export function parseTemplate(text: string): Template[] {
  return parsed.get(text, () =>
    failures.unlessKnown([text], () => {
      try {
        return parse(text);
      } catch (error) {
        throw cannotRender(error);
      }
    }),
  );
}

/** The refusal that stands for whatever went wrong with a template. */
export function cannotRender(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('BAD_USER_INPUT', `A text of the agent cannot be filled in: ${inWords(error)}`);
}

/** Reads a template, and keeps nothing. @param when `ahead`: before it is kept @throws what {@link inWords} has words for */
export function parse(text: string, when?: 'ahead'): Template[] {
  if (text.length > LIMITS.template) throw new OutputTooLong(`is longer than ${LIMITS.template / 1000} kB`);
  return bounded(when === 'ahead' ? LIMITS.parseAheadMs : LIMITS.parseMs, () => engine.parse(text), MEASUREMENTS);
}

/** What went wrong with a template, for its author. */
export function inWords(error: unknown): string {
  const cause = causeOf(error);
  if (isTooSlow(cause)) return 'takes too long';
  if (cause instanceof OutputTooLong) return cause.message;
  if (isTooDeep(cause)) return 'is too large or nested too deeply';
  const { message } = error as { message?: string };
  const position = POSITION.exec(message ?? '');
  if (!position) return message ?? 'unknown error';
  return `line ${position[1]}, column ${position[2]}: ${(message as string).slice(0, position.index)}`;
}

/** Whether a text is too slow or grows too much, which no data would mend; another fault of it may come of data that is missing. */
export function isTooMuch(error: unknown): boolean {
  const cause = causeOf(error);
  return isTooSlow(cause) || cause instanceof OutputTooLong || isTooDeep(cause) || isOutOfMemory(cause);
}

/** What the engine wrapped, however often. */
function causeOf(error: unknown): unknown {
  const inner = (error as { originalError?: unknown } | null)?.originalError;
  return inner ? causeOf(inner) : error;
}

function isTooSlow(cause: unknown): boolean {
  return isTakingTooLong(cause) || cause instanceof TooManySteps;
}

/** The stack's end; where it comes decides whether the engine still can wrap it, or can only repeat its message. */
function isTooDeep(cause: unknown): boolean {
  const { name, message } = (cause ?? {}) as { name?: unknown; message?: unknown };
  return name === 'RangeError' || String(message).startsWith('Maximum call stack size exceeded');
}

/** The engine's own limit. */
function isOutOfMemory(cause: unknown): boolean {
  return String((cause as { message?: unknown } | null)?.message).startsWith('memory alloc limit exceeded');
}
