import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is there, asking again and again; fails after `seconds`. */
export async function until<T>(
  look: () => Promise<T | null | false | undefined>,
  what: string,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await sleep(25);
  }
}
