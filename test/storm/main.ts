import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { readOptions } from './options';
import { describeReport } from './report';
import { storm } from './storm';

const interrupted = new AbortController();

async function main(): Promise<void> {
  const { json, ...options } = readOptions(process.argv.slice(2));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  say(`seed ${options.seed}`);
  const report = await storm({ ...options, say, signal: interrupted.signal });
  if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  // Everything is stopped, and what somebody left open is not waited for.
  process.stdout.write(describeReport(report), () => process.exit(report.ok ? 0 : 1));
}

// Whatever ends it before that is a failure.
process.exitCode = 1;
main().catch((error: unknown) => {
  const why = interrupted.signal.aborted ? 'interrupted, and everything is stopped' : (error as Error).stack;
  process.stderr.write(`${why}\n`, () => process.exit(1));
});
