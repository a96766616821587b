import type { ClientRequest, IncomingMessage } from 'node:http';

/**
 * Waits for the head of a request's answer, and settles however the exchange ends. An endpoint that switches protocols
 * although nobody asked is given up: its answer has a status, and a body that broke off.
 * @throws what broke the connection
 */
export function headOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent
      .on('response', resolve)
      .on('upgrade', (answer, socket) => {
        socket.destroy();
        resolve(answer.destroy());
      })
      .on('error', reject)
      // Node says no more than this of some answers.
      .on('close', () => reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' })));
  });
}
