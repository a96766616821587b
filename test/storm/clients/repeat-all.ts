import { note } from './client';
import { DOORS, type Order } from './order';
import { requestCall } from './request-call';

/** So many orders at most, evenly from all. */
const MOST = 150;
const PATIENCE_MS = 15_000;

/** Asks for named calls that were placed once more, at every server and by every door. @returns how often it asked */
export async function repeatAll(orders: readonly Order[], urls: readonly string[]): Promise<number> {
  const placed = orders.filter(({ idempotencyKey, successes }) => idempotencyKey !== null && successes.size > 0);
  const every = Math.ceil(placed.length / MOST);
  const chosen = placed.filter((_, index) => index % every === 0);
  for (const order of chosen) {
    await Promise.all(urls.flatMap((url) => DOORS.map((door) => repeat(order, door, url))));
  }
  return chosen.length * urls.length * DOORS.length;
}

async function repeat(order: Order, door: (typeof DOORS)[number], url: string): Promise<void> {
  const answered = await requestCall(order, door, url, AbortSignal.timeout(PATIENCE_MS));
  note(order, door, answered);
  if (answered.answer.kind !== 'acknowledged') {
    order.differences.push(`${order.idempotencyKey}: placed before, and then ${answered.name}`);
  }
}
