import { shared } from './shared';

/** A call as the simulated carrier shows it. */
export interface DialledCall {
  sid: string;
  to: string;
  from: string;
  url: string;
  status: string;
  durationSeconds: number | null;
}

/** What the shared carrier was really asked to dial from a number: the proof that nobody was called twice. */
export async function dialledFrom(fromNumber: string): Promise<DialledCall[]> {
  const response = await fetch(`${shared().simulatorUrl}/simulator/calls?from=${encodeURIComponent(fromNumber)}`);
  return (await response.json()) as DialledCall[];
}
