import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';

/** The parameters of a form post. A parameter may come several times. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await getRawBody(request, { encoding: 'utf8', limit: '1mb' });
  return new URLSearchParams(body);
}
