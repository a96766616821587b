import { setTimeout as sleep } from 'node:timers/promises';
import { restClient } from '../../support/client';
import type { Random } from '../random';
import { DOORS, type Order, type Orders } from './order';
import { type Answered, requestCall } from './request-call';
import type { Tally } from './tally';

/** What all clients share. */
export interface Surroundings {
  orders: Orders;
  /** Where servers are reached. */
  urls: readonly string[];
  answers: Tally;
  /** What clients saw that must not be. */
  missing: string[];
  /** Pauses are so many times as long. */
  pace: number;
  /** Aborted: nobody asks for anything any more. */
  signal: AbortSignal;
}

const ATTEMPTS = 8;
/** Nobody asks for the same call for longer than this, in milliseconds. */
const ORDER_MS = 20_000;
/** Whoever has no answer after so long asks somebody else, in milliseconds. */
const PATIENCE_MS = [1500, 14_000] as const;
const BACKOFF_MS = 150;
const MOST_WAIT_MS = 2500;
const PAUSE_MS = [200, 1200] as const;

/** A client that wants calls, one after the other, and does not give up at the first failure. */
export class Client {
  /** Which server it asks; one that does not answer well is left for the next. */
  private turn: number;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly random: Random,
    /** Whether it names its calls. */
    private readonly keyed: boolean,
  ) {
    this.turn = random.integer(0, 1);
  }

  /** Goes on until the signal says that it is enough, and ends what it has begun. */
  async run(enough: AbortSignal): Promise<void> {
    const { orders, pace } = this.surroundings;
    while (!enough.aborted) {
      const order = orders.next(this.random, this.keyed);
      await this.place(order);
      await this.use(order);
      const pause = this.random.between(...PAUSE_MS) * pace;
      await sleep(pause, undefined, { signal: enough }).catch(() => undefined);
    }
  }

  /** Asks until there is an answer that settles it. */
  async place(order: Order): Promise<void> {
    const deadline = performance.now() + ORDER_MS;
    for (let attempt = 0; attempt < ATTEMPTS && performance.now() < deadline; attempt++) {
      if (this.surroundings.signal.aborted) return;
      const twice = order.idempotencyKey !== null && this.random.chance(0.15);
      const answers = await Promise.all([this.ask(order, 0), ...(twice ? [this.ask(order, 1)] : [])]);
      const kinds = answers.map((answered) => answered?.answer.kind);
      if (kinds.includes('acknowledged')) return this.repeat(order);
      if (kinds.includes('refused')) return;
      // Without a name there is no telling whether what had no answer was done; some ask again all the same.
      if (!order.idempotencyKey && kinds[0] === undefined && this.random.chance(0.5)) return;
      this.turn += 1;
      await sleep(this.waitOf(answers, attempt));
    }
  }

  /** Asks for the same again, which has to be answered in the same way. */
  async repeat(order: Order): Promise<void> {
    if (order.idempotencyKey === null || this.random.chance(0.6)) return;
    await this.ask(order, this.random.integer(0, 1));
  }

  /** @param others how many servers further than the present one */
  private async ask(order: Order, others: number): Promise<Answered | undefined> {
    const { answers } = this.surroundings;
    const door = this.random.pick(DOORS);
    const signal = AbortSignal.timeout(this.random.integer(...PATIENCE_MS));
    try {
      const answered = await requestCall(order, door, this.urlOf(others), signal);
      answers.add(answered.name);
      note(order, door, answered);
      return answered;
    } catch {
      answers.add(signal.aborted ? 'given up by the client' : 'connection lost');
      order.unanswered += 1;
      return undefined;
    }
  }

  private urlOf(others: number): string {
    const { urls } = this.surroundings;
    return urls[(this.turn + others) % urls.length] ?? '';
  }

  private waitOf(answers: ReadonlyArray<Answered | undefined>, attempt: number): number {
    const wished = answers.map((answered) => (answered?.answer.kind === 'later' ? (answered.answer.seconds ?? 0) : 0));
    const backoff = BACKOFF_MS * 2 ** attempt * this.random.between(0.5, 1.5);
    return Math.min(MOST_WAIT_MS, Math.max(1000 * Math.max(...wished), backoff));
  }

  /** Does with a call what clients do: looks it up, hangs up, looks at others. What was acknowledged is there. */
  private async use(order: Order): Promise<void> {
    const [call] = order.acknowledged;
    const wish = this.random.next();
    if (!call || wish > 0.6) return;
    const { answers, missing } = this.surroundings;
    const rest = restClient(this.urlOf(this.random.integer(0, 1)), order.account.key, AbortSignal.timeout(10_000));
    if (wish < 0.15) await sleep(this.random.between(0, 1500));
    try {
      const { status } =
        wish < 0.15
          ? await rest.post(`/calls/${call.id}/end`)
          : await rest.get(wish < 0.45 ? `/calls/${call.callSid}` : '/calls?limit=50');
      answers.add(`${wish < 0.15 ? 'end' : 'read'} ${status}`);
      if (status === 404) missing.push(`${call.id}: 404 right after it was acknowledged`);
    } catch {
      answers.add('read without an answer');
    }
  }
}

/** Keeps what an answer says of an order. */
export function note(order: Order, door: (typeof DOORS)[number], { answer }: Answered): void {
  if (answer.kind === 'unknown') order.owed.add(answer.callId);
  if (answer.kind !== 'acknowledged') return;
  order.acknowledged.push(answer.call);
  const first = order.successes.get(door);
  if (first === undefined) order.successes.set(door, answer.text);
  else if (first !== answer.text && order.idempotencyKey !== null) {
    order.differences.push(`${order.idempotencyKey}: ${first} and then ${answer.text}`);
  }
}
