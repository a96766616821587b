import type twilio from 'twilio';
import { type Simulator, startSimulator } from '../../../src/simulator';
import { type Received, type Receiver, startReceiver } from './receiver';
import { type Credentials, createClient, newCredentials } from './twilio-client';
import { until } from './until';

export const FROM = '+15550100001';
export const TO = '+15550100002';
export const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'];

/** A simulator, an account on it, the SDK and a server to call back. */
export interface Harness {
  readonly simulator: Simulator;
  readonly credentials: Credentials;
  readonly client: twilio.Twilio;
  readonly receiver: Receiver;
  /** What the simulator logged. */
  readonly log: readonly string[];
  /** The status callbacks received, in the order of their sequence numbers. */
  statuses(callSid?: string): Received[];
  /** Waits for the callback that says the call is over. */
  ended(callSid: string): Promise<Received>;
  close(): Promise<void>;
}

const TERMINAL = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

export async function startHarness(speed = 200): Promise<Harness> {
  const log: string[] = [];
  const simulator = await startSimulator({ speed, log: (line) => log.push(line) });
  const credentials = newCredentials();
  const receiver = await startReceiver(credentials.authToken);
  const statuses = (callSid?: string): Received[] =>
    receiver
      .at('/status')
      .filter(({ params }) => callSid === undefined || params.CallSid === callSid)
      .sort((a, b) => Number(a.params.SequenceNumber) - Number(b.params.SequenceNumber));
  return {
    simulator,
    credentials,
    client: createClient(simulator.url, credentials),
    receiver,
    log,
    statuses,
    ended: (callSid) =>
      until(
        () => statuses(callSid).find(({ params }) => TERMINAL.includes(params.CallStatus ?? '')),
        'the call to end',
      ),
    async close() {
      await simulator.close();
      await receiver.close();
    },
  };
}

/** What the simulator's window shows of a call. */
export interface WindowView {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly url: string | null;
  readonly statusCallback: string | null;
  readonly status: string;
  readonly created: string;
  readonly answered: string | null;
  readonly ended: string | null;
  readonly durationSeconds: number | null;
  readonly callbacks: readonly {
    readonly event: string;
    readonly callStatus: string;
    readonly sequence: number | null;
    readonly attempt: number;
    readonly httpStatus: number | null;
    readonly error: string | null;
  }[];
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly status: string | null;
    readonly errorCode: number | null;
    readonly framesSent: number;
    readonly framesReceived: number;
    readonly malformed: number;
    readonly said: readonly { readonly who: string; readonly text: string }[];
  }[];
  readonly answeredBy: string | null;
  readonly recordingSid: string | null;
}

/** Every create that was dialled, newest first. */
export async function windowCalls(base: string, query: Record<string, string> = {}): Promise<WindowView[]> {
  const response = await fetch(`${base}/simulator/calls?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return (await response.json()) as WindowView[];
}

/** Waits until a call is over and all its callbacks have been answered. */
export function windowEnded(base: string, sid: string): Promise<WindowView> {
  const look = async (): Promise<WindowView | undefined> => {
    const view = (await windowCalls(base)).find((call) => call.sid === sid);
    const settled = view?.callbacks.every(({ httpStatus, error }) => httpStatus !== null || error !== null);
    return view?.ended && settled ? view : undefined;
  };
  return until(look, 'the call to end');
}
