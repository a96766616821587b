import type { ServerResponse } from 'node:http';

/** A client that takes nothing for so long, in milliseconds, is cut off. */
export const SLOW_MS = 10_000;

/**
 * Writes to a client, as fast as it takes what comes.
 * @param patienceMs a client that has not taken it all by then is cut off; the system, which keeps megabytes for a slow one, tells
 *   of room only when a third of that is free
 * @returns false when the client is gone or was cut off
 */
export async function writePatiently(
  response: ServerResponse,
  data: string | Uint8Array,
  patienceMs = SLOW_MS,
): Promise<boolean> {
  if (response.destroyed) return false;
  if (response.write(data)) return true;
  const taken = await drained(response, patienceMs);
  if (!taken) response.destroy();
  return taken;
}

/** Resolves when everything was taken, or with false when the client is gone or takes too long. */
function drained(response: ServerResponse, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (taken: boolean) => () => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onClose);
      resolve(taken);
    };
    const [onDrain, onClose] = [settle(true), settle(false)];
    const timer = setTimeout(onClose, ms);
    response.once('drain', onDrain).once('close', onClose);
  });
}
