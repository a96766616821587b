import type { Edge, Step } from '../plan';
import type { Replacement } from './planted-fault';

/** A number of the carrier's, of whose calls it tells only who asks. */
export const CALLBACKS_LOST = '+15005550021';

/** What waits for servers of ours waits less: a call whose dial was never answered is looked after sooner. */
export const HASTE: readonly Replacement[] = [
  { file: 'carrier.js', find: 'pendingSeconds: 30,', put: 'pendingSeconds: 3,' },
];

const fault = (edge: Edge, step: Extract<Step, { kind: 'fault' }>['fault'], atMs: number, forMs: number): Step => ({
  kind: 'fault',
  edge,
  fault: step,
  atMs,
  forMs,
});

/** How long wires are bad: what a fault does is seen sooner. */
const FOR_MS = 10_000;

/** Whatever is between two statements takes long enough to be seen. */
export const SLOW_DATABASE: readonly Step[] = [
  fault('a to database', { kind: 'latency', ms: 50 }, 0, FOR_MS),
  fault('b to database', { kind: 'latency', ms: 50 }, 0, FOR_MS),
];

/** What was dialled is told neither by replies nor by callbacks, and a question for it is not answered either. */
export const NO_PROOF: readonly Step[] = [
  fault('a to carrier', { kind: 'reset' }, 0, FOR_MS),
  fault('b to carrier', { kind: 'reset' }, 0, FOR_MS),
  fault('carrier to servers', { kind: 'black-hole' }, 0, FOR_MS),
];

/** The same, but servers wait for replies that never come. */
export const DEAF_SERVERS: readonly Step[] = [
  fault('a to carrier', { kind: 'lost-reply' }, 0, FOR_MS),
  fault('b to carrier', { kind: 'lost-reply' }, 0, FOR_MS),
  fault('carrier to servers', { kind: 'black-hole' }, 0, FOR_MS),
];

/** Servers die while the model thinks. */
export const SERVERS_DIE: readonly Step[] = [
  fault('a to carrier', { kind: 'latency', ms: 300 }, 2000, 3000),
  fault('b to carrier', { kind: 'latency', ms: 300 }, 2000, 3000),
  { kind: 'kill', party: 'a', downMs: 0, atMs: 4500 },
  { kind: 'kill', party: 'b', downMs: 0, atMs: 4500 },
];
