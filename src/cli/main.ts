import 'reflect-metadata';
import { EXIT } from './errors';
import { runCli } from './run';

// Whoever reads our output may go away. What cannot be written for another reason is lost: a key, for example.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    process.exitCode = EXIT.failed;
    if (stream === process.stdout) process.stderr.write(`call-manager: the output was lost: ${message}\n`);
  });
}

void runCli(process.argv.slice(2), {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode ||= code;
});
