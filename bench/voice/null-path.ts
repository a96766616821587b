import { WebSocket } from 'ws';
import { Stopwatch } from './stopwatch';

/** Seconds between two questions of a socket, on average. */
const PERIOD_SECONDS = 1;
const SOCKETS = 20;

/**
 * Asks the model over sockets of its own, without the server between: what this measures is the machine's and the benchmark's, the
 * lag of both their event loops included, while the conversations go on.
 */
export class NullPath {
  readonly watches: Stopwatch[] = [];
  readonly #sockets: WebSocket[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  /** @param url of the model */
  async open(url: string): Promise<void> {
    for (let index = 0; index < SOCKETS; index++) {
      const socket = new WebSocket(url.replace(/^http/, 'ws'), { perMessageDeflate: false });
      await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
      const watch = new Stopwatch();
      socket.on('message', (data) => watch.heard(String(data)));
      socket.on('error', () => undefined);
      this.#sockets.push(socket);
      this.watches.push(watch);
      this.#ask(socket, watch, Math.random());
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.terminate();
  }

  #ask(socket: WebSocket, watch: Stopwatch, share: number): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        watch.ask();
        socket.send('What else?');
        this.#ask(socket, watch, 0.5 + Math.random());
      },
      share * PERIOD_SECONDS * 1000,
    );
    this.#timers.add(timer);
  }
}
