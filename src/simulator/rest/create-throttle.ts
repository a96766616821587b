import type { Account } from '../calls/accounts';
import type { CallRequest } from '../calls/call-request';

/** Creates that were throttled and have not come again; the oldest makes room. */
const REMEMBERED_LIMIT = 1000;

/** Remembers how often each create was refused for its haste. Two creates are the same when they ask for the same. */
export class CreateThrottle {
  readonly #refusals = new Map<string, number>();

  /** Whether this attempt is one of the first `times`; the one after them passes, and all is forgotten. */
  refuses(account: Account, { to, from, document }: CallRequest, times: number): boolean {
    const key = JSON.stringify([account.sid, to, from, document]);
    const refusals = this.#refusals.get(key) ?? 0;
    this.#refusals.delete(key);
    if (refusals >= times) return false;
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size >= REMEMBERED_LIMIT && oldest !== undefined) this.#refusals.delete(oldest);
    this.#refusals.set(key, refusals + 1);
    return true;
  }
}
