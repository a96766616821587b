import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, SentCallback } from '../calls/call';
import { PROGRESS_EVENTS, type Progress, type ProgressEvent } from '../calls/call-status';
import type { Services } from '../calls/services';
import { maskUrl } from '../log';
import type { CallbackPlan, Delivery } from '../scenarios/scenario';
import { noteResult } from './note-result';
import { progressFields } from './progress-fields';

/**
 * Tells the owner of a call how it goes, one independent request an event (Twilio, Calls resource, "StatusCallback
 * parameters"). Requests start in the order of the events and do not wait for each other, unless the plan says so.
 */
export class StatusCallbacks {
  readonly #settled = new Map(PROGRESS_EVENTS.map((event) => [event, new Milestone()]));
  readonly #reported = new Set<ProgressEvent>();
  #sequence = 0;

  constructor(
    private readonly call: Call,
    private readonly plan: CallbackPlan,
    private readonly closing: AbortSignal,
    private readonly services: Services,
  ) {
    // A call that leaves the queue undialled has nothing to report, ever.
    call.over.addEventListener('abort', () => call.dialledAt === undefined && this.#reach(PROGRESS_EVENTS));
  }

  /** Sends what the owner subscribed to. */
  report(progress: Progress): void {
    this.#reported.add(progress.event);
    void this.#deliver(progress)
      .catch((error: unknown) => {
        if (!this.closing.aborted) this.services.log(`status callback of ${this.call.sid} broke: ${String(error)}`);
      })
      .then(() => this.#reach([progress.event, ...this.#impossible()]));
  }

  /** Resolves when an event has been delivered, or can no longer be. */
  settled(event: ProgressEvent): Promise<void> {
    return this.#settled.get(event)?.reached ?? Promise.resolve();
  }

  #reach(events: readonly ProgressEvent[]): void {
    for (const event of events) this.#settled.get(event)?.reach();
  }

  /** Once a call is over, what it has not reported does not come any more. */
  #impossible(): ProgressEvent[] {
    return this.call.over.aborted ? PROGRESS_EVENTS.filter((event) => !this.#reported.has(event)) : [];
  }

  async #deliver(progress: Progress): Promise<void> {
    const { event } = progress;
    const { request } = this.call;
    if (!request.statusCallback?.events.has(event)) return;
    const delivery: Delivery = this.services.faults.ofWebhook(event, request) ?? this.plan[event] ?? {};
    if (delivery.lost) return;
    const sequence = this.#sequence++;
    const fields = progressFields(this.call, progress, sequence);
    const idempotencyToken = randomUUID();
    if (event === 'completed') await this.call.mayTellLast();
    if (delivery.heldBackUntil !== undefined) await this.settled(delivery.heldBackUntil);
    if (delivery.delayMs !== undefined) await sleep(delivery.delayMs, undefined, { signal: this.closing });
    const copies = Array.from({ length: delivery.copies ?? 1 }, () =>
      this.#send(progress, sequence, fields, { idempotencyToken, signature: delivery.signature }),
    );
    await Promise.all(copies);
  }

  async #send(progress: Progress, sequence: number, fields: Record<string, string>, options: CopyOptions) {
    const subscription = this.call.request.statusCallback;
    if (subscription === undefined) return;
    const { url, method } = subscription;
    const result = await this.services.webhooks.send(
      { url, method, fields },
      {
        ...options,
        authToken: this.call.account.authToken,
        signal: this.closing,
        onAttempt: (attempt) => {
          return noteResult(this.#record(progress, sequence, attempt));
        },
      },
    );
    const problem = result.outcome === 'answered' ? result.status >= 400 && `HTTP ${result.status}` : result.reason;
    if (problem) {
      this.services.log(`${progress.event} of ${this.call.sid} was not taken by ${maskUrl(url)}: ${problem}`);
    }
  }

  #record({ event, status }: Progress, sequence: number, attempt: number): SentCallback {
    const sent: SentCallback = { event, callStatus: status, sequence, attempt, httpStatus: null, error: null };
    this.call.sentCallbacks.push(sent);
    return sent;
  }
}

/** What the copies of a callback have in common. */
interface CopyOptions {
  readonly idempotencyToken: string;
  readonly signature: Delivery['signature'];
}

/** Something that happens once and can be waited for. */
class Milestone {
  reach: () => void = () => {};
  readonly reached = new Promise<void>((resolve) => {
    this.reach = resolve;
  });
}
