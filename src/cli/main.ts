import 'reflect-metadata';
import { runCli } from './run';

// Whoever reads our output may go away.
process.stdout.on('error', () => undefined);

void runCli(process.argv.slice(2), {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
