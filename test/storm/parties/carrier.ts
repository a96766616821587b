import path from 'node:path';
import { type Process, start } from '../../../bench/processes';

/** How much faster than life the carrier's time runs. */
export const SPEED = 100;

/** The carrier remembers no more calls than these. */
const REMEMBERED = 10_000;

/** A call that the carrier accepted, as it shows it. */
export interface CarriedCall {
  sid: string;
  to: string;
  from: string;
  /** What it was told to ask when somebody answers: the path has the ids of account and call. */
  url: string;
  status: string;
  ended: string | null;
  durationSeconds: number | null;
}

/** Numbers to which the same always happens, beyond those that the carrier has of its own: by how they begin. */
export const PECULIAR_NUMBERS = {
  /** The reply is lost, and what proves the call comes late. */
  slowProof: '+1888',
  /** The reply is lost, and so is every callback: nobody but the carrier knows of the call. */
  noProof: '+1999',
  /** Callbacks come several times, and not in their order. */
  repeated: '+1777',
} as const;

/** As often as the carrier lets a rule be used. */
const ALWAYS = 10_000;
const STATUS_CALLBACKS = ['initiated', 'ringing', 'answered', 'completed'];
const ALL_CALLBACKS = [...STATUS_CALLBACKS, 'document', 'redirect', 'action', 'amd', 'recording'];
const LOST_REPLY = { mishap: { kind: 'reset', done: true } };

const RULES = [
  { on: 'create', to: PECULIAR_NUMBERS.slowProof, ...LOST_REPLY },
  { on: [...STATUS_CALLBACKS, 'document'], to: PECULIAR_NUMBERS.slowProof, delayMs: 4500 },
  { on: 'create', to: PECULIAR_NUMBERS.noProof, ...LOST_REPLY },
  { on: ALL_CALLBACKS, to: PECULIAR_NUMBERS.noProof, lost: true },
  { on: 'completed', to: PECULIAR_NUMBERS.repeated, copies: 3 },
  { on: ['initiated', 'ringing'], to: PECULIAR_NUMBERS.repeated, copies: 2, heldBackUntil: 'completed' },
].map((rule) => ({ ...rule, uses: ALWAYS }));

/** The simulated carrier, a process of its own that is never killed: it knows who was called. */
export class Carrier {
  private constructor(private readonly process: Process) {}

  /** @param entry its `main.js` */
  static async start(entry: string): Promise<Carrier> {
    const env = { SIMULATOR_SPEED: String(SPEED) };
    // It complains of everything that goes wrong at the servers.
    const carrier = new Carrier(await start(path.resolve(entry), { env, errors: 'ignore' }));
    await carrier.setRules(RULES);
    return carrier;
  }

  get url(): string {
    return this.process.url;
  }

  /** From now on it does nothing wrong by itself. */
  heal(): Promise<void> {
    return this.setRules([]);
  }

  /** Every call that it accepted. @throws Error when it has forgotten some */
  async calls(): Promise<CarriedCall[]> {
    const response = await fetch(`${this.url}/simulator/calls`);
    const calls = (await response.json()) as CarriedCall[];
    if (calls.length >= REMEMBERED) throw new Error('the carrier accepted more calls than it can remember');
    return calls;
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  private async setRules(rules: object[]): Promise<void> {
    const body = JSON.stringify({ rules });
    const response = await fetch(`${this.url}/simulator/faults`, { method: 'PUT', body });
    if (!response.ok) throw new Error(`the carrier refuses rules: ${await response.text()}`);
  }
}

/** The id of the call that the server placed, from the address that the carrier was given for it. */
export function callIdOf({ url }: CarriedCall): string {
  return new URL(url).pathname.split('/').at(-2) ?? '';
}
