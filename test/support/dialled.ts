import { shared } from './shared';

/** A conversation as the carrier's end of it went. */
export interface CarriedSession {
  status: string | null;
  errorCode: number | null;
  /** To the server. */
  framesSent: number;
  said: Array<{ who: 'agent' | 'contact'; text: string }>;
}

/** A call as the carrier shows it. */
export interface CarriedCall {
  sid: string;
  status: string;
  callbacks: Array<{ event: string; attempt: number; httpStatus: number | null }>;
  sessions: CarriedSession[];
}

/** The calls between two numbers that a server asked the carrier for, as the carrier itself says. */
export async function carriedCalls(
  serverUrl: string,
  numbers: { from: string; to: string },
  simulatorUrl = shared().simulatorUrl,
): Promise<CarriedCall[]> {
  const query = new URLSearchParams({ ...numbers, url: serverUrl });
  const response = await fetch(`${simulatorUrl}/simulator/calls?${query}`);
  return (await response.json()) as CarriedCall[];
}
