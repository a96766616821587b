import type http from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes an upgrade to WebSocket; false: there are none at this path, and nothing was done. */
type TakeUpgrade = (request: http.IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/**
 * Serves WebSockets. Any other upgrade is not taken: the request is served as if it had not asked (RFC 9110, section 7.8). One that
 * comes before an earlier request on its connection is answered ends the connection, since Node looks after neither any longer; the
 * client knows what to ask for again (RFC 9112, section 9.3.2).
 */
export function serveUpgrades(server: http.Server, take: TakeUpgrade): void {
  const latest = new WeakMap<Duplex, http.ServerResponse>();
  server.on('request', (request, response) => latest.set(request.socket, response));
  server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    const before = latest.get(socket);
    if (before && !before.closed) socket.destroy();
    else if (!isWebSocket(request)) serveAsItIs(server, request, socket, head);
    else if (!take(request, socket, head)) refuse(socket);
  });
}

/**
 * For `http.createServer`: whether a request may change the protocol at all. Versions of Node that do not know this option
 * hand over every request that asks to.
 */
export function shouldUpgradeCallback(this: http.Server, request: http.IncomingMessage): boolean {
  return isWebSocket(request) && this.listenerCount('upgrade') > 0;
}

function isWebSocket({ headers }: http.IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Has the connection read once more, from the head of this request on, without what asks for another protocol. */
function serveAsItIs(server: http.Server, request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'upgrade') lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** There are no WebSockets at this path. */
function refuse(socket: Duplex): void {
  // Node no longer listens to the connection, and an error that nobody listens to ends the process.
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
