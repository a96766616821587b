import { once } from 'node:events';
import net, { type AddressInfo, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a wire does to what passes. */
export type Fault =
  /** Each piece is so many milliseconds late. */
  | { kind: 'latency'; ms: number }
  /** Nothing arrives until it is over; then all does. */
  | { kind: 'stall' }
  /** Connections break off: those that are open at once, later ones in the middle of the first reply. */
  | { kind: 'reset' }
  /** What is sent vanishes, and nobody is told until it is over. */
  | { kind: 'black-hole' }
  /** Requests arrive, and their replies vanish. */
  | { kind: 'lost-reply' };

/** Two sockets that are one connection. */
interface Link {
  ends: [Socket, Socket];
  /** Something of it vanished, so it must not go on. */
  torn: boolean;
}

const NO_FAULT = Promise.resolve();

/** A TCP proxy on loopback whose wire can be made to fail. */
export class FaultyProxy {
  private fault: Fault | null = null;
  private over = NO_FAULT;
  private endOver: () => void = () => undefined;
  private readonly links = new Set<Link>();
  private turn = 0;

  private constructor(
    private readonly server: net.Server,
    private readonly upstreams: () => readonly NetConnectOpts[],
  ) {
    server.on('connection', (socket) => void this.accept(socket));
  }

  /** @param upstreams where it leads at the moment: in turn, and past those that do not answer */
  static async listen(upstreams: () => readonly NetConnectOpts[]): Promise<FaultyProxy> {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyProxy(server, upstreams);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on until {@link heal}; one fault at a time. */
  begin(fault: Fault): void {
    this.heal();
    this.fault = fault;
    this.over = new Promise((resolve) => {
      this.endOver = resolve;
    });
    if (fault.kind === 'reset') this.breakAll();
  }

  /** The wire is well again. Connections of which something vanished break off. */
  heal(): void {
    this.fault = null;
    this.endOver();
    for (const link of this.links) if (link.torn) breakOff(link);
  }

  async close(): Promise<void> {
    this.heal();
    const closed = once(this.server, 'close');
    this.server.close();
    this.breakAll();
    await closed;
  }

  private breakAll(): void {
    for (const link of this.links) breakOff(link);
  }

  private async accept(client: Socket): Promise<void> {
    client.on('error', () => undefined);
    const upstream = await this.connect();
    if (!upstream) {
      client.destroy();
      return;
    }
    const link: Link = { ends: [client, upstream], torn: false };
    this.links.add(link);
    for (const end of link.ends) {
      end.on('close', (failed) => {
        if (failed) breakOff(link);
        // One may close long before the other does.
        if (link.ends.every(({ destroyed }) => destroyed)) this.links.delete(link);
      });
    }
    if (client.destroyed || !this.server.listening) breakOff(link);
    void this.carry(link, client, upstream, 'request').catch(() => breakOff(link));
    void this.carry(link, upstream, client, 'reply').catch(() => breakOff(link));
  }

  private async connect(): Promise<Socket | undefined> {
    const all = this.upstreams();
    const first = this.turn++;
    for (let index = 0; index < all.length; index++) {
      const socket = await connected(all[(first + index) % all.length] as NetConnectOpts);
      if (socket) return socket;
    }
    return undefined;
  }

  /** One direction of a connection, to its end. */
  private async carry(link: Link, from: Socket, to: Socket, direction: 'request' | 'reply'): Promise<void> {
    for await (const piece of from.iterator({ destroyOnReturn: false })) {
      switch (this.fault?.kind) {
        case 'latency':
          await sleep(this.fault.ms);
          break;
        case 'stall':
          await this.over;
          break;
        case 'reset':
          if (direction === 'request') break;
          to.write(piece.subarray(0, piece.length / 2), () => breakOff(link));
          return;
        case 'black-hole':
          link.torn = true;
          break;
        case 'lost-reply':
          link.torn ||= direction === 'reply';
          break;
      }
      // Nothing may arrive behind a gap; a request may, whose reply will not.
      if (link.torn && (direction === 'reply' || this.fault?.kind !== 'lost-reply')) continue;
      if (!to.write(piece)) await once(to, 'drain');
    }
    if (!link.torn) to.end();
  }
}

/** Not by `resetAndDestroy`: of a socket that is about to end, Node 20 keeps the handle, and polls it for ever. */
function breakOff({ ends }: Link): void {
  for (const end of ends) end.destroy();
}

/** A connection; undefined when nobody is there. */
async function connected(options: NetConnectOpts): Promise<Socket | undefined> {
  const socket = net.connect({ ...options, allowHalfOpen: true, noDelay: true });
  try {
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    return socket;
  } catch {
    return undefined;
  }
}
