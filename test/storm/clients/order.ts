import { MAGIC_NUMBERS } from '../../../src/demo/magic-numbers';
import { PECULIAR_NUMBERS } from '../parties/carrier';
import type { Random } from '../random';
import type { StormAccount } from './accounts';

/** What an answer told of a call that it acknowledged. */
export interface Acknowledged {
  id: string;
  callSid: string;
  trackingId: string;
}

/** One call that a client wants, however often it has to ask for it, and what it was answered. */
export interface Order {
  readonly account: StormAccount;
  /** Null: a legacy client's, which trusts that it may repeat what was answered by 500. */
  readonly idempotencyKey: string | null;
  readonly from: { readonly id: string; readonly phoneNumber: string };
  /** With the account and `from`, it is this order's alone. */
  readonly to: string;
  readonly agentId: string;
  readonly contactName: string;
  readonly contactData: object;
  /** Attempts that had no answer, so that a legacy client cannot know what came of them. */
  unanswered: number;
  /** Calls that were named with an unknown outcome. */
  readonly owed: Set<string>;
  readonly acknowledged: Acknowledged[];
  /** The first success by each door, as it was written. */
  readonly successes: Map<Door, string>;
  /** Successes that were not the same as the first. */
  readonly differences: string[];
}

/** How numbers begin at which nothing is peculiar. */
export const PLAIN_NUMBERS = '+1415';

export const DOORS = ['rest', 'graphql'] as const;
export type Door = (typeof DOORS)[number];

/** Thinks up orders, no two of which share account, caller id and number. */
export class Orders {
  readonly all: Order[] = [];
  readonly #uses = new Map<string, number>();

  /** @param numbers whom to call: numbers, and beginnings of numbers; all kinds unless told */
  constructor(
    private readonly accounts: readonly StormAccount[],
    private readonly numbers?: readonly string[],
  ) {}

  next(random: Random, keyed: boolean): Order {
    const account = random.pick(this.accounts);
    const to = this.#number(random);
    const pair = `${account.accountId} ${to}`;
    const uses = this.#uses.get(pair) ?? 0;
    this.#uses.set(pair, uses + 1);
    const from = account.fromNumbers[uses];
    // Rarer than any other reason to begin anew: a magic number was called from all numbers.
    if (!from) return this.next(random, keyed);
    const name = `Contact ${this.all.length}`;
    const order: Order = {
      account,
      idempotencyKey: keyed ? `storm-${this.all.length}` : null,
      from,
      to,
      agentId: random.pick(account.agentIds),
      contactName: name,
      contactData: { order: this.all.length, company: 'Analytical Engines' },
      unanswered: 0,
      owed: new Set(),
      acknowledged: [],
      successes: new Map(),
      differences: [],
    };
    this.all.push(order);
    return order;
  }

  #number(random: Random): string {
    const number = this.numbers ? random.pick(this.numbers) : anyNumber(random);
    return number.length > BEGINNING ? number : `${number}${1_000_000 + this.all.length}`;
  }
}

/** So many characters of a number are its beginning only. */
const BEGINNING = PLAIN_NUMBERS.length;

function anyNumber(random: Random): string {
  if (random.chance(0.4)) return random.pick(MAGIC_NUMBERS).number;
  return random.chance(0.3) ? random.pick(Object.values(PECULIAR_NUMBERS)) : PLAIN_NUMBERS;
}
