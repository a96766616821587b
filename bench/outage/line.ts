import net from 'node:net';

/** A way to a database that can be frozen: then nothing passes, and no connection is closed. */
export interface Line {
  /** The database's, by this way. */
  url: string;
  freeze(on: boolean): void;
  close(): Promise<void>;
}

/** @param databaseUrl of a database that listens on a Unix socket */
export async function startLine(databaseUrl: string): Promise<Line> {
  // A socket directory may stand beside a host, and a URL without a host is none.
  const socket = `${new URL(databaseUrl.replace('@/', '@localhost/')).searchParams.get('host')}/.s.PGSQL.5432`;
  const sockets = new Set<net.Socket>();
  let frozen = false;
  const server = net.createServer((near) => {
    const far = net.connect(socket);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      if (frozen) from.pause();
      from
        .on('error', () => to.destroy())
        .on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  return {
    url: databaseUrl.replace(/@\/([^?]+).*/, `@127.0.0.1:${port}/$1`),
    freeze: (on) => {
      frozen = on;
      for (const each of sockets) on ? each.pause() : each.resume();
    },
    close: async () => {
      for (const each of sockets) each.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
