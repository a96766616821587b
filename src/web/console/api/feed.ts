import { type CallRowFragment, CallsChangedDocument, CallsChangedSinceDocument } from '../documents.generated';
import type { Api } from './api';

/**
 * When the feed of events is read beside the subscription, in milliseconds: a subscription begins a moment after it was
 * asked for, does not say when, and tells nothing of before.
 */
const AFTER_CONNECTING_MS = [0, 2000];
const EVERY_MS = 20_000;

/** Every call of the account that changes, whatever becomes of connections. */
export class Feed {
  private readonly listeners = new Set<(call: CallRowFragment) => void>();
  private readonly endings: Array<() => void>;
  private reading = false;

  /** @param cursor where the feed of events stands */
  constructor(
    private readonly api: Api,
    private cursor: string,
  ) {
    const interval = setInterval(() => void this.catchUp(), EVERY_MS);
    this.endings = [
      () => clearInterval(interval),
      api.onConnected(() => {
        for (const pause of AFTER_CONNECTING_MS) setTimeout(() => void this.catchUp(), pause);
      }),
      api.follow(CallsChangedDocument, {}, ({ callUpdated }) => this.tell(callUpdated)),
    ];
  }

  /** Some states of a call may be told twice, or after later ones: {@link CallRowFragment.updatedAt} orders them. */
  listen(told: (call: CallRowFragment) => void): () => void {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  }

  close(): void {
    for (const end of this.endings) end();
    this.listeners.clear();
  }

  private tell(call: CallRowFragment): void {
    for (const told of this.listeners) told(call);
  }

  private async catchUp(): Promise<void> {
    if (this.reading || this.listeners.size === 0) return;
    this.reading = true;
    try {
      for (let more = true; more; ) {
        const { events } = await this.api.request(CallsChangedSinceDocument, { cursor: this.cursor });
        for (const { node } of events.edges) this.tell(node.call);
        this.cursor = events.pageInfo.endCursor ?? this.cursor;
        more = events.pageInfo.hasNextPage;
      }
    } catch {
      // It stays where it was, and the next round reads on from there.
    } finally {
      this.reading = false;
    }
  }
}
