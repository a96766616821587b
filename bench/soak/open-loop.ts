import net from 'node:net';
import { readAnswer } from '../load';

/** A request that is sent when its time has come, whether earlier ones were answered or not. */
export interface Shot {
  kind: string;
  text: string;
  /** Gets the body of a success. */
  answered?: (body: string) => void;
}

/** What came back since the last time somebody looked. Latencies in milliseconds, from when a request was due. */
export interface Window {
  latencies: Array<{ kind: string; ms: number }>;
  /** How many of each kind of failure. */
  errors: Record<string, number>;
}

interface Due {
  shot: Shot;
  at: number;
}

const CONNECTIONS = 64;
const TICK_MS = 5;
const STALLED_MS = 15_000;
/** A server that is so many requests behind will not catch up. */
const MAX_WAITING = 20_000;

/** Sends requests at a rate, not at the server's pace: what waits for a connection counts as waiting for an answer. */
export class OpenLoop {
  private readonly free: Connection[] = [];
  private readonly all: Connection[] = [];
  private readonly waiting: Due[] = [];
  private window: Window = { latencies: [], errors: {} };
  private timer: NodeJS.Timeout | undefined;
  private underWay = 0;

  constructor(
    url: string,
    private readonly next: () => Shot,
  ) {
    const port = Number(new URL(url).port);
    for (let i = 0; i < CONNECTIONS; i++) this.all.push(new Connection(port));
    this.free.push(...this.all);
  }

  /** Sends so many requests a second from now on; 0 sends none. */
  setRate(rate: number): void {
    clearInterval(this.timer);
    if (rate === 0) return;
    const start = performance.now();
    let sent = 0;
    this.timer = setInterval(() => {
      const due = ((performance.now() - start) / 1000) * rate;
      for (; sent < due; sent++) this.send({ shot: this.next(), at: start + (sent / rate) * 1000 });
    }, TICK_MS);
  }

  /** What came back since the last call. */
  take(): Window {
    const window = this.window;
    this.window = { latencies: [], errors: {} };
    return window;
  }

  /** Resolves when everything that was sent is answered. */
  async settle(): Promise<void> {
    while (this.underWay > 0 || this.waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    this.setRate(0);
    for (const connection of this.all) connection.close();
  }

  private send(due: Due): void {
    const connection = this.free.shift();
    if (connection) void this.sendOver(connection, due);
    else if (this.waiting.length < MAX_WAITING) this.waiting.push(due);
    else this.fail('too far behind');
  }

  private async sendOver(connection: Connection, { shot, at }: Due): Promise<void> {
    this.underWay += 1;
    try {
      const { status, body } = await connection.ask(shot.text);
      this.window.latencies.push({ kind: shot.kind, ms: performance.now() - at });
      if (status === 200) shot.answered?.(body());
      else this.fail(`${shot.kind}: ${status}`);
    } catch (error) {
      this.fail(`${shot.kind}: ${(error as Error).message}`);
    } finally {
      this.underWay -= 1;
      this.free.push(connection);
      const due = this.waiting.shift();
      if (due) this.send(due);
    }
  }

  private fail(what: string): void {
    this.window.errors[what] = (this.window.errors[what] ?? 0) + 1;
  }
}

/** A connection that is kept, one request at a time, and made anew when the server closed it. */
class Connection {
  private socket: net.Socket | null = null;

  constructor(private readonly port: number) {}

  ask(text: string): Promise<{ status: number; body: () => string }> {
    return new Promise((resolve, reject) => {
      const socket = this.connected();
      const chunks: Buffer[] = [];
      const finish = (error: Error | null, answer?: { status: number; body: () => string }) => {
        socket.removeAllListeners('data').removeAllListeners('close').setTimeout(0).removeAllListeners('timeout');
        if (answer) resolve(answer);
        else {
          this.close();
          reject(error);
        }
      };
      socket.once('close', () => finish(new Error('the connection was closed')));
      socket.setTimeout(STALLED_MS, () => finish(new Error('no answer')));
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        const answer = readAnswer(chunks.length === 1 ? chunk : Buffer.concat(chunks));
        if (answer) finish(null, answer);
      });
      socket.write(text);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private connected(): net.Socket {
    if (this.socket && !this.socket.destroyed && this.socket.writable) return this.socket;
    this.socket = net.connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    // A failure closes it, and that is told.
    this.socket.on('error', () => undefined);
    return this.socket;
  }
}
