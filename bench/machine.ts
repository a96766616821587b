import os from 'node:os';

/** What the figures depend upon. */
export interface Machine {
  cpus: number;
  node: string;
  /** Of the last 1, 5 and 15 minutes, the benchmark's own load included. */
  loadAverage: number[];
}

/** The machine as it is now. */
export function describeMachine(): Machine {
  return { cpus: os.cpus().length, node: process.version, loadAverage: os.loadavg() };
}
