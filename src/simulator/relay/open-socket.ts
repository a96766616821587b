import { WebSocket } from 'ws';
import { signRequest } from '../webhooks/signature';

/** How long a server may take to accept a connection, in real milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
/** More than any message needs, in bytes. */
const FRAME_LIMIT = 1024 * 1024;

/**
 * Connects to the customer's server, as Twilio does: signed over the URL as it was written, without compression. Rejects
 * when there is no connection.
 */
export function openSocket(url: string, authToken: string, signal: AbortSignal): Promise<WebSocket> {
  const signature = signRequest(authToken, url);
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: CONNECT_TIMEOUT_MS,
    maxPayload: FRAME_LIMIT,
    headers: {
      'User-Agent': 'Jetty/11.0.24',
      'Accept-Encoding': 'gzip',
      'Cache-Control': 'no-cache',
      Pragma: 'no-cache',
      'X-Twilio-Signature': signature,
      'X-Amzn-Bedrock-Agentcore-Runtime-Custom-Twilio-Signature': signature,
    },
  });
  return new Promise((resolve, reject) => {
    const abandon = (): void => socket.terminate();
    signal.addEventListener('abort', abandon, { once: true });
    // What follows the connection is told by `close`.
    socket.on('error', reject);
    socket.once('open', () => {
      signal.removeEventListener('abort', abandon);
      // Nothing may be lost until somebody listens.
      socket.pause();
      resolve(socket);
    });
  });
}
