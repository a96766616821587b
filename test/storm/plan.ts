import type { Fault } from './parties/faulty-proxy';
import { Random } from './random';

export const SERVERS = ['a', 'b'] as const;
export type ServerName = (typeof SERVERS)[number];

/** The wires that pass through a proxy: what clients, servers and the carrier connect to. */
export const EDGES = [
  'clients to a',
  'clients to b',
  'a to database',
  'b to database',
  'a to carrier',
  'b to carrier',
  'carrier to servers',
] as const;
export type Edge = (typeof EDGES)[number];

/** Something that goes wrong. */
export type Mishap =
  | { kind: 'kill'; party: 'database' | ServerName; downMs: number }
  /** The server stands still, as on a machine that is suspended, and then goes on. */
  | { kind: 'freeze'; party: ServerName; forMs: number }
  | { kind: 'fault'; edge: Edge; fault: Fault; forMs: number };

/** A mishap, so many milliseconds after the beginning of the storm. */
export type Step = Mishap & { atMs: number };

/** The first requests are to be under way. */
const FIRST_MS = 1500;
/** Rests, so that something gets done between. */
const REST_MS = [400, 2200] as const;

type Kind = 'kill a' | 'kill b' | 'kill database' | 'freeze' | Fault['kind'];

/** What is dealt in each round: every kind of mishap, and twice what is likeliest to do harm. */
const ROUND: readonly Kind[] = [
  'kill a',
  'kill b',
  'kill database',
  'freeze',
  'latency',
  'stall',
  'reset',
  'reset',
  'black-hole',
  'lost-reply',
  'lost-reply',
];

/** What goes wrong, and when: the same for the same seed. */
export function planStorm(seed: number, seconds: number): Step[] {
  const random = new Random(seed);
  const steps: Step[] = [];
  let kinds: Kind[] = [];
  for (let atMs = FIRST_MS; atMs < seconds * 1000; atMs += random.between(...REST_MS)) {
    if (kinds.length === 0) kinds = random.shuffled(ROUND);
    steps.push({ atMs: Math.round(atMs), ...mishap(kinds.pop() as Kind, random) });
  }
  return steps;
}

function mishap(kind: Kind, random: Random): Mishap {
  const forMs = random.integer(300, 4000);
  switch (kind) {
    case 'kill a':
    case 'kill b':
      return { kind: 'kill', party: kind === 'kill a' ? 'a' : 'b', downMs: random.integer(0, 1500) };
    case 'kill database':
      return { kind: 'kill', party: 'database', downMs: random.integer(0, 1500) };
    case 'freeze':
      return { kind: 'freeze', party: random.pick(SERVERS), forMs };
    case 'latency':
      return { kind: 'fault', edge: random.pick(EDGES), fault: { kind, ms: random.integer(20, 400) }, forMs };
    default:
      return { kind: 'fault', edge: random.pick(EDGES), fault: { kind }, forMs };
  }
}

/** A mishap in a few words. */
export function describe(step: Mishap): string {
  switch (step.kind) {
    case 'kill':
      return `kill ${step.party}`;
    case 'freeze':
      return `freeze ${step.party}`;
    case 'fault':
      return `${step.fault.kind}: ${step.edge}`;
  }
}
