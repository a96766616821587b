import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { createDataSource } from '../../src/database/data-source';

/** Messages of PostgreSQL's protocol, version 3. */
const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const FATAL = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

test('a connection that breaks in the very moment in which it is there is an error, and not the end of the process', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, FATAL])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `postgresql://postgres@127.0.0.1:${port}/any?sslmode=disable`;
  await expect(createDataSource({ url }).initialize()).rejects.toThrow(/terminat|connection/i);
  server.close();
});
