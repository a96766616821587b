import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, SentCallback } from '../calls/call';
import type { Services } from '../calls/services';
import { maskUrl } from '../log';
import { noteResult } from './note-result';
import type { Webhook } from './webhook';

/** Sends a callback that is not a status callback, the way the faults will have it. Rejects when the carrier closes. */
export async function deliver(
  event: 'amd' | 'recording',
  webhook: Webhook,
  call: Call,
  { webhooks, faults, log, closing }: Services,
): Promise<void> {
  const { lost, delayMs, copies = 1, signature } = faults.ofWebhook(event, call.request) ?? {};
  if (lost) return;
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal: closing });
  const onAttempt = (attempt: number) => {
    const { status: callStatus } = call;
    const sent: SentCallback = { event, callStatus, sequence: null, attempt, httpStatus: null, error: null };
    call.sentCallbacks.push(sent);
    return noteResult(sent);
  };
  const options = { authToken: call.account.authToken, signal: closing, signature, onAttempt };
  const results = await Promise.all(Array.from({ length: copies }, () => webhooks.send(webhook, options)));
  for (const result of results) {
    const problem = result.outcome === 'answered' ? result.status >= 400 && `HTTP ${result.status}` : result.reason;
    if (problem) log(`${event} of ${call.sid} was not taken by ${maskUrl(webhook.url)}: ${problem}`);
  }
}
