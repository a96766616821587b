import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { headOf } from '../head-of';
import { isCompatible, publicOnly } from './public-only';
import { ToolFailure } from './tool-failure';
import type { ToolRequest } from './tool-request';

const ANYWHERE = { 'http:': new http.Agent(), 'https:': new https.Agent() };
const REFUSAL = /^DNS lookup .* is not allowed/s;

/**
 * Sends a request and waits for the head of its answer. A connection serves one request; redirects are not followed.
 * @throws ToolFailure, or the signal's reason when aborted
 */
export async function exchange(request: ToolRequest, anywhere: boolean, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, url, headers, body } = request;
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
  const agent = (anywhere ? ANYWHERE : await publicOnly())[protocol];
  if (!anywhere && isCompatible(url.hostname)) throw new ToolFailure('refused-address');
  const send = protocol === 'https:' ? https.request : http.request;
  try {
    const sent = send(url, { method, headers, agent, signal });
    const head = headOf(sent);
    sent.end(body ?? undefined);
    return await head;
  } catch (error) {
    throw signal.aborted ? signal.reason : failureOf(error);
  }
}

function failureOf(error: unknown): ToolFailure {
  if (error instanceof ToolFailure) return error;
  const { code, message } = error as { code?: string; message?: string };
  return new ToolFailure(REFUSAL.test(message ?? '') ? 'refused-address' : 'unreachable', code ? { code } : {});
}
