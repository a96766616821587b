import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

/** An address that stays while the servers behind it change: the public URL of several. */
export interface Gateway {
  url: string;
  /** Sends new connections to this server from now on. */
  leadTo(serverUrl: string): void;
  close(): void;
}

/** @param fails whether a request, by its first line, is answered with 503 in the place of the server */
export async function startGateway(fails = (_requestLine: string) => false): Promise<Gateway> {
  let port = 0;
  const sockets = new Set<net.Socket>();
  const gateway = net.createServer(async (incoming) => {
    const [first] = (await once(incoming, 'data').catch(() => [])) as Buffer[];
    if (first === undefined) return;
    if (fails(first.toString('latin1').split('\r\n', 1)[0] ?? '')) {
      incoming.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const outgoing = net.connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
    outgoing.write(first);
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  return {
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    leadTo: (serverUrl) => {
      port = Number(new URL(serverUrl).port);
    },
    close: () => {
      gateway.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
