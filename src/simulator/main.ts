import { type Simulator, startSimulator } from '.';
import { readSettings } from './settings';

/** What a parent process is told when the simulator is ready. */
export interface ListeningMessage {
  readonly type: 'listening';
  readonly url: string;
}

const forked = process.send !== undefined;

async function main(): Promise<void> {
  let simulator: Simulator | undefined;
  const stop = async (): Promise<void> => {
    await simulator?.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole process group: a parent decides itself when its carrier may go.
  process.on('SIGINT', forked ? () => {} : stop);
  process.once('disconnect', stop);

  const { port, speed } = readSettings(process.env, { forked });
  simulator = await startSimulator({ port, speed, log: (line) => console.error(`simulator: ${line}`) });
  const { url } = simulator;
  if (forked) announce({ type: 'listening', url });
  else
    console.log(
      `The simulated carrier is at ${url}, ${speed} times faster than life; use it with SIMULATOR_URL=${url}`,
    );
}

function announce(message: ListeningMessage): void {
  // A parent that is gone cannot be told, and `disconnect` follows.
  process.send?.(message, () => {});
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const inUse = error.code === 'EADDRINUSE';
  const reason = inUse ? `port ${error.port} is in use. Choose another with SIMULATOR_PORT.` : error.message;
  console.error(`The simulated carrier cannot start: ${reason}`);
  process.exit(1);
});
