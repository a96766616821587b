import { setTimeout as sleep } from 'node:timers/promises';
import { APIConnectionError, APIError } from 'openai';
import { ModelFailure } from './language-model';

/** How long to wait before a second attempt when the endpoint does not say. */
const BRIEFLY_MS = 200;
/** A person is on the line: nobody waits longer than this for a second attempt. */
const LONGEST_WAIT_MS = 2000;
/** What an endpoint may say in its own words; its prose may quote keys and talks. */
const SAFE_CODE = /^[a-z_]{1,50}$/;

export const FAILURES = {
  stalled: () => new ModelFailure('stalled', 'the model went silent'),
  cut: () => new ModelFailure('garbled', 'the model’s answer ended in the middle'),
  garbled: () => new ModelFailure('garbled', 'the model’s answer cannot be read'),
  declined: () => new ModelFailure('refused', 'the model declined to answer'),
};

/** What went wrong, and after how many milliseconds a second attempt makes sense; null: never. */
export interface Diagnosis {
  failure: ModelFailure;
  retryAfterMs: number | null;
}

/** Explains what the SDK threw, in words that hold neither the key nor the talk. */
export function diagnose(error: unknown): Diagnosis {
  if (error instanceof ModelFailure) return { failure: error, retryAfterMs: null };
  if (error instanceof APIConnectionError || isBrokenConnection(error)) {
    return {
      failure: new ModelFailure('unreachable', 'the connection to the model failed'),
      retryAfterMs: BRIEFLY_MS,
    };
  }
  if (error instanceof APIError) return diagnoseAnswer(error);
  return { failure: FAILURES.garbled(), retryAfterMs: null };
}

/** The connection broke within an answer: Node's error for it has a code such as ECONNRESET. */
function isBrokenConnection(error: unknown): boolean {
  return !(error instanceof APIError) && typeof (error as NodeJS.ErrnoException | null)?.code === 'string';
}

/** Without a status the error came within a stream. */
function diagnoseAnswer({ status, code, type, headers }: APIError): Diagnosis {
  const named = [code, type].find((word) => typeof word === 'string' && SAFE_CODE.test(word));
  const message = `the model’s endpoint answered ${status ?? 'an error'}${named ? ` (${named})` : ''}`;
  if (status === 429) {
    return { failure: new ModelFailure('rate-limited', message), retryAfterMs: retryAfter(headers) };
  }
  if (status !== undefined && status < 500)
    return { failure: new ModelFailure('refused', message), retryAfterMs: null };
  return { failure: new ModelFailure('failed', message), retryAfterMs: retryAfter(headers) };
}

/** Null when the endpoint wants a longer wait than there is time for. */
function retryAfter(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get('retry-after') || Number.NaN);
  if (!(seconds >= 0)) return BRIEFLY_MS;
  return seconds * 1000 <= LONGEST_WAIT_MS ? seconds * 1000 : null;
}

/** Whether it may be the response format that the endpoint did not like. */
export function refusesFormat(error: unknown): boolean {
  return error instanceof APIError && error.status === 400;
}

/** Waits. @throws the signal's reason as soon as it is aborted */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
