import { setTimeout as sleep } from 'node:timers/promises';
import { mayPass } from '../../services/may-pass';

/** Twilio waits for fifteen seconds in all; who is on the line hears nothing meanwhile. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 250;

/**
 * Somebody waits on the line for what to do next, so a database that is away for a moment is waited for.
 * @param work is done again until it succeeds, fails for good or has taken too long; repeating it must do nothing twice
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || performance.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
