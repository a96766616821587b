import { shared } from './shared';

/** How often the carrier was asked to dial a number for a server, as the carrier itself says. */
export async function timesDialled(
  serverUrl: string,
  numbers: { from: string; to: string },
  simulatorUrl = shared().simulatorUrl,
): Promise<number> {
  const query = new URLSearchParams({ ...numbers, url: serverUrl });
  const response = await fetch(`${simulatorUrl}/simulator/calls?${query}`);
  return ((await response.json()) as unknown[]).length;
}
