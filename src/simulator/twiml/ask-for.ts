import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../calls/call';
import type { Services } from '../calls/services';
import { callFields } from '../webhooks/call-fields';
import type { Exchange } from '../webhooks/webhook';
import type { DocumentRequest } from './document';

/**
 * Asks for a document, as often as there shall be copies of the request; the last answer counts. Rejects when the signal
 * is aborted.
 */
export async function askFor(
  request: DocumentRequest,
  { call, webhooks, faults }: Pick<Services, 'webhooks' | 'faults'> & { readonly call: Call },
  signal: AbortSignal,
): Promise<Exchange> {
  const { url, method, fields } = request;
  const event = request.event ?? (request === call.request.document ? 'document' : 'redirect');
  const { lost, delayMs, copies = 1, signature } = faults.ofWebhook(event, call.request) ?? {};
  if (lost) return { outcome: 'connect-failure', reason: 'lost, as it was asked for' };
  const webhook = { url, method, fields: { ...callFields(call, call.status), ...fields } };
  if (delayMs !== undefined) await sleep(delayMs, undefined, { signal });
  const options = { authToken: call.account.authToken, signal, signature };
  for (let copy = 1; copy < copies; copy += 1) await webhooks.send(webhook, options);
  return webhooks.send(webhook, options);
}
