import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is there; fails after three seconds. */
export async function soon<T>(look: () => T | null | false | undefined, what: string): Promise<T> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited for ${what}`);
    await sleep(2);
  }
}

/** Lets everything run that is ready to. */
export function settle(): Promise<void> {
  return sleep(5);
}
