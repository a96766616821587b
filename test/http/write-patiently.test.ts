import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { writePatiently } from '../../src/http/write-patiently';

const PATIENCE_MS = 300;
const CHUNK = Buffer.alloc(1024 * 1024);

test('a client that takes nothing for too long is cut off, and one that reads gets everything', async () => {
  const written: boolean[] = [];
  const server = http.createServer(async (_, response) => {
    for (let chunk = 0; chunk < 30; chunk++) {
      const taken = await writePatiently(response, CHUNK, PATIENCE_MS);
      if (!taken) return void written.push(false);
    }
    written.push(true);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetch(`http://127.0.0.1:${port}`);
    expect((await response.arrayBuffer()).byteLength).toBe(30 * CHUNK.length);
    const idle = net.connect(port, '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'readable');
    // What the system kept for it is there, and then the end.
    while (written.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    idle.on('error', () => undefined).resume();
    await once(idle, 'close');
    expect(written).toEqual([true, false]);
  } finally {
    server.close();
  }
});
