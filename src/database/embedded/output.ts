import type { Readable } from 'node:stream';
import { settledWithin } from './timing';

/** What a program writes to its error output, line by line. */
export interface Output {
  /** The last lines so far. */
  tail(): string;
  /** Reads the rest after the program's end, briefly: a process of its own may outlive it with the output open. */
  drain(): Promise<void>;
}

const KEPT_LINES = 20;

/** What the server's log says at every start and stop, and how recovery finds the end of what was written. */
const ROUTINE = new RegExp(
  `^(LOG:\\s+(${[
    'starting PostgreSQL',
    'listening on Unix socket',
    'database system was shut down at',
    'database system is ready to accept connections',
    'received (smart|fast|immediate) shutdown request',
    'aborting any active transactions',
    'background worker "[^"]*" \\(PID \\d+\\) exited with exit code [01]$',
    'shutting down',
    'database system is shut down',
    'redo (starts|done) at',
    'invalid record length at',
  ].join('|')})|FATAL:\\s+terminating connection due to administrator command)`,
);

/** Collects the lines of a stream that tell something, handing each to `onLine`. */
export function collectOutput(stream: Readable, onLine: (line: string) => void = () => undefined): Output {
  const kept: string[] = [];
  let rest = '';
  const add = (line: string) => {
    if (line.trim() === '' || ROUTINE.test(line)) return;
    kept.push(line);
    if (kept.length > KEPT_LINES) kept.shift();
    onLine(line);
  };
  const closed = new Promise<void>((resolve) => {
    stream.once('close', () => {
      add(rest);
      rest = '';
      resolve();
    });
  });
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) add(line);
  });
  // Reading fails only when the stream is taken down, which `close` tells.
  stream.on('error', () => undefined);
  return {
    tail: () => [...kept, rest].join('\n'),
    drain: async () => {
      await settledWithin(closed, 300);
      stream.destroy();
    },
  };
}
