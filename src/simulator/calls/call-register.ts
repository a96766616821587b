import type { Account } from './accounts';
import type { Call } from './call';

/** The calls the simulator knows: at most `limit`, and to make room it forgets the one that ended first. */
export class CallRegister {
  readonly #calls = new Map<string, Call>();
  /** SIDs of ended calls, in the order in which they ended. */
  readonly #ended = new Set<string>();

  constructor(private readonly limit: number) {}

  /** Whether all the room is taken by calls that still go on. */
  get isFull(): boolean {
    return this.#calls.size - this.#ended.size >= this.limit;
  }

  add(call: Call): void {
    if (this.#calls.size >= this.limit) this.#forgetOldestEnded();
    this.#calls.set(call.sid, call);
    call.over.addEventListener('abort', () => this.#ended.add(call.sid), { once: true });
  }

  find(account: Account, sid: string): Call | undefined {
    const call = this.#calls.get(sid);
    return call?.account.sid === account.sid ? call : undefined;
  }

  /** Every call known, newest first. */
  newestFirst(): Call[] {
    return [...this.#calls.values()].reverse();
  }

  #forgetOldestEnded(): void {
    const [oldest] = this.#ended;
    if (oldest === undefined) return;
    this.#ended.delete(oldest);
    this.#calls.delete(oldest);
  }
}
