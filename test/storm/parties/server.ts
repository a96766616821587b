import { setTimeout as sleep } from 'node:timers/promises';
import { type SpawnedServer, spawnServer } from '../../support/spawn-server';
import type { ServerName } from '../plan';

/** A server that could not start, because its database was away, is started anew after so long, as a supervisor would. */
const RESTART_MS = 500;
/** Whoever does not stop when it is told to is ended after so long. */
const STOP_MS = 30_000;
const UP_SECONDS = 60;

/** How a server is started. */
export interface ServerOptions {
  entry: string;
  environment: Record<string, string>;
  /** Gets everything it writes. */
  onLine: (line: string) => void;
}

/** A server as a process of its own, that is killed and started again. */
export class Server {
  /** Where it listens; null while it is away. */
  url: string | null = null;
  /** Starts that came to nothing: without a database a server does not begin. */
  failedStarts = 0;
  /** Ends that nobody of us caused. */
  readonly ownEnds: string[] = [];
  /** Rejected promises at which nobody looked, as its log tells. */
  readonly rejections: string[] = [];
  /** What it saw when it looked at the ledger. */
  readonly brokenLedgers: string[] = [];
  private process: SpawnedServer | null = null;
  private killed = false;
  private stopping = false;
  private downMs = RESTART_MS;
  private readonly supervised: Promise<void>;

  constructor(
    readonly name: ServerName,
    private readonly options: ServerOptions,
  ) {
    this.supervised = this.supervise();
  }

  /** SIGKILL, and a new process after a while. */
  kill(downMs: number): void {
    this.killed = true;
    this.downMs = downMs;
    this.process?.child.kill('SIGKILL');
  }

  /** Has it stand still for a while. */
  async freeze(ms: number): Promise<void> {
    const child = this.process?.child;
    child?.kill('SIGSTOP');
    await sleep(ms);
    child?.kill('SIGCONT');
  }

  /** Resolves when it is ready. @throws Error when that takes too long */
  async up(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + UP_SECONDS * 1000;
    for (;;) {
      const ready = fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) });
      if ((await ready.catch(() => null))?.ok) return;
      if (Date.now() > deadline) throw new Error(`server ${this.name} is not ready after ${UP_SECONDS} s`);
      await sleep(100, undefined, { signal });
    }
  }

  /** Asks it to stop, which it has to do well, or has it end at once. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.stopping = true;
    const child = this.process?.child;
    child?.kill(signal);
    const late = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
    await this.supervised;
    clearTimeout(late);
  }

  private async supervise(): Promise<void> {
    while (!this.stopping) {
      this.killed = false;
      this.downMs = RESTART_MS;
      const { entry, environment } = this.options;
      const started = spawnServer(entry, environment, (line) => this.read(line), 'pipe');
      this.process = started;
      let listened = false;
      let over = false;
      void started.listening.then(
        (url) => {
          listened = true;
          if (!over) this.url = url;
        },
        () => undefined,
      );
      const { code, signal } = await started.ended;
      over = true;
      this.url = null;
      if (this.stopping) {
        if (listened && code !== 0) this.ownEnds.push(`when told to stop: code ${code}, signal ${signal}`);
      } else if (!this.killed && listened) this.ownEnds.push(`code ${code}, signal ${signal}`);
      else if (!this.killed) this.failedStarts += 1;
      if (!this.stopping) await sleep(this.downMs);
    }
  }

  private read(line: string): void {
    if (line.includes('a promise was rejected and nobody looked')) this.rejections.push(line);
    if (line.includes('the ledger breaks a rule')) this.brokenLedgers.push(line);
    this.options.onLine(line);
  }
}
