import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { Listener } from './listener';
import type { Changes, Signals } from './signals';
import { stampsOf } from './stamps';
import { type Subject, subjectKey } from './subject';

/** What the hub works with. */
export interface HubOptions {
  pool: Pool;
  signals: Signals;
  log: Logger;
}

/** While anybody listens, everything that is listened to is looked at so often, in milliseconds, whatever hints say. */
const POLL_MS = 1000;
/** What was written beside an older transaction is looked at again after so long, in milliseconds. */
const SETTLE_MS = 40;
/** Between two looks, in milliseconds: what happens meanwhile shares the next. */
const GAP_MS = 15;

/**
 * Wakes whoever listens when something happened, at whichever server. One look-up is for all listeners of this process. A
 * hint only says where to look; without any, the next look finds out.
 */
export class LiveHub implements Changes {
  private readonly subjects = new Map<string, Subject>();
  private readonly due = new Set<Subject>();
  private looking = false;
  private timer: NodeJS.Timeout | null = null;
  private polling: NodeJS.Timeout | null = null;

  constructor(private readonly options: HubOptions) {}

  /** How many listen. */
  get size(): number {
    return [...this.subjects.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  /**
   * Begins to listen to a call or, without one, to the milestones of all calls of the account.
   * @param onHint is told of calls of the account that changed in whatever way, as far as anybody says so
   */
  listen(accountId: string, callId: string | null, onHint?: (callId: string) => void): Listener {
    const key = subjectKey(accountId, callId);
    const subject = this.subjects.get(key) ?? {
      accountId,
      callId,
      stamp: null,
      listeners: new Set(),
      hinted: new Set(),
    };
    this.subjects.set(key, subject);
    const takeHint = (id: string) => {
      onHint?.(id);
      listener.wake();
    };
    const listener: Listener = new Listener(() => {
      subject.listeners.delete(listener);
      subject.hinted.delete(takeHint);
      if (subject.listeners.size > 0) return;
      this.subjects.delete(key);
      this.due.delete(subject);
      if (this.subjects.size === 0) this.rest();
    });
    subject.listeners.add(listener);
    if (onHint) subject.hinted.add(takeHint);
    this.wakeUp();
    return listener;
  }

  note(accountId: string, callId: string): void {
    const text = subjectKey(accountId, callId).toLowerCase();
    this.options.signals.send(text);
    this.hint(text);
  }

  /** Ends all listening. */
  close(): void {
    for (const { listeners } of [...this.subjects.values()]) for (const listener of [...listeners]) listener.close();
  }

  private wakeUp(): void {
    if (this.polling) return;
    this.polling = setInterval(() => this.lookAtAll(), POLL_MS);
    this.options.signals.listen(
      (text) => this.hint(text),
      () => this.lookAtAll(),
    );
  }

  private rest(): void {
    if (this.polling) clearInterval(this.polling);
    if (this.timer) clearTimeout(this.timer);
    this.polling = null;
    this.timer = null;
    this.options.signals.silence();
  }

  private hint(text: string): void {
    if (this.subjects.size === 0) return;
    const [accountId = '', callId = ''] = text.split(':');
    const account = this.subjects.get(accountId);
    const call = this.subjects.get(text);
    for (const tell of account?.hinted ?? []) tell(callId);
    for (const subject of [account, call]) if (subject) this.due.add(subject);
    this.lookSoon(GAP_MS);
  }

  private lookAtAll(): void {
    for (const subject of this.subjects.values()) this.due.add(subject);
    this.lookSoon(0);
  }

  private lookSoon(ms: number): void {
    if (this.looking || this.timer || this.due.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.look();
    }, ms);
  }

  private async look(): Promise<void> {
    const subjects = [...this.due];
    this.due.clear();
    this.looking = true;
    let pause = GAP_MS;
    try {
      const stamps = await stampsOf(this.options.pool, subjects);
      for (const [index, subject] of subjects.entries()) {
        const { stamp, unsettled } = stamps[index] ?? { stamp: '', unsettled: false };
        if (unsettled) this.again(subject);
        if (subject.stamp === stamp) continue;
        subject.stamp = stamp;
        for (const listener of subject.listeners) listener.wake();
      }
      if (this.due.size > 0) pause = SETTLE_MS;
    } catch (error) {
      this.options.log.warn({ error }, 'nobody could be told what happened; it is looked at again');
    }
    this.looking = false;
    this.lookSoon(pause);
  }

  private again(subject: Subject): void {
    if (this.subjects.get(subjectKey(subject.accountId, subject.callId)) === subject) this.due.add(subject);
  }
}
