import { setTimeout as sleep } from 'node:timers/promises';
import { type EventSource, openStream } from '../../live/support/event-source';
import type { Random } from '../random';
import type { StormAccount } from './accounts';

/** A stream that breaks is taken up again after so long, in milliseconds. */
const AGAIN_MS = 300;

/** Follows an account's feed from the beginning of the storm to its end, at whichever server is there. */
export class Follower {
  /** Ids of the events, as they came. */
  readonly told: string[] = [];
  /** How often the stream was taken up again. */
  reconnections = -1;
  private source: EventSource | null = null;
  private lastEventId = '';
  private readonly closing = new AbortController();
  private readonly done: Promise<void>;

  constructor(
    readonly account: StormAccount,
    private readonly urls: readonly string[],
    private readonly random: Random,
  ) {
    this.done = this.follow();
  }

  /** Whether it knows where it is, and so misses nothing from now on. */
  get hasBegun(): boolean {
    return this.lastEventId !== '' || (this.source?.lastEventId ?? '') !== '';
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.done;
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const source = await openStream(this.random.pick(this.urls), this.account.key, '/events', {
        lastEventId: this.lastEventId,
        onEvent: ({ data }) => this.told.push(data.id),
        signal,
      }).catch(() => null);
      this.source = source;
      if (source?.status === 200) {
        this.reconnections += 1;
        await source.ended;
        this.lastEventId = source.lastEventId || this.lastEventId;
      }
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
