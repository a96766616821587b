import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { TwilioCredentials } from './twilio/credentials';

/** The simulator as this server reaches it. */
export interface ReachedSimulator {
  /** Of the simulated carrier. */
  credentials: TwilioCredentials & { baseUrl: string };
  stop(): Promise<void>;
}

const SECRET = 'simulated-carrier';
const START_MS = 15_000;
const RESTART_MS = 1000;

/**
 * Reaches the simulator: the one at `url`, else a child process of ours. Its carrier bills nobody, but its callbacks are
 * signed like any other's, with a token that the servers of one database share.
 */
export async function reachSimulator(
  pool: Pool,
  { url, speed }: { url: string | undefined; speed: number },
  log: Logger,
): Promise<ReachedSimulator> {
  const authToken = await sharedToken(pool);
  const accountSid = `AC${authToken.slice(0, 32)}`;
  if (url) return { credentials: { accountSid, authToken, baseUrl: url }, stop: async () => undefined };
  const child = new SimulatorProcess(speed, log);
  return { credentials: { accountSid, authToken, baseUrl: await child.start() }, stop: () => child.stop() };
}

async function sharedToken(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ value: string }>(
    `with made as (insert into generated_secrets (name, value) values ($1, $2) on conflict do nothing returning value)
     select value from made union all select value from generated_secrets where name = $1`,
    [SECRET, randomBytes(32).toString('hex')],
  );
  const value = rows[0]?.value;
  // Another server's row may have been committed after this statement began; now it can be seen.
  return value ?? sharedToken(pool);
}

/** The carrier as a child process: it ends with us, and comes back at the same address if it ends alone. */
class SimulatorProcess {
  private child: ChildProcess | null = null;
  private port = '';
  private stopped = false;

  constructor(
    private readonly speed: number,
    private readonly log: Logger,
  ) {}

  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = fork(path.join(__dirname, '../simulator/main.js'), {
        env: { SIMULATOR_SPEED: String(this.speed), SIMULATOR_PORT: this.port },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      this.child = child;
      const late = setTimeout(() => reject(new Error('the simulated carrier did not start')), START_MS);
      child.once('message', (message: { url: string }) => {
        clearTimeout(late);
        this.port = new URL(message.url).port;
        resolve(message.url);
      });
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`the simulated carrier ended with code ${code}`));
        this.restart();
      });
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  }

  private restart(): void {
    if (this.stopped || this.port === '') return;
    this.log.warn('the simulated carrier ended; its calls are lost and it is started again');
    setTimeout(() => {
      if (!this.stopped)
        this.start().catch((error: unknown) => this.log.error({ error }, 'the simulated carrier is away'));
    }, RESTART_MS).unref();
  }
}
