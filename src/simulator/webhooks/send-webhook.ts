import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../scenarios/scenario';
import { type ConnectionSettings, connectionSettings, type RetryPolicy } from './connection-overrides';
import { exchange } from './exchange';
import { isLoopbackUrl } from './loopback';
import { signRequest } from './signature';
import type { Exchange, Webhook } from './webhook';

/** More redirects than this are error 11215. */
const REDIRECT_LIMIT = 10;
/** Between two attempts, in real milliseconds: Twilio does not say, and all attempts must fit in 15 s. */
const RETRY_PAUSE_MS = 100;

export interface SendOptions {
  readonly authToken: string;
  /** Gives up at once when aborted. */
  readonly signal: AbortSignal;
  /** Signed as it should be, unless told otherwise. */
  readonly signature?: Delivery['signature'];
  /** The same for everything sent about one event, so that its receiver can tell a repetition. */
  readonly idempotencyToken?: string;
  /** Called as an attempt begins (counted from 1); what it returns is called with the result. */
  readonly onAttempt?: (attempt: number) => (result: Exchange) => void;
}

/** Sends a signed webhook, as often as its URL's connection overrides say. Rejects only when the signal is aborted. */
export async function sendWebhook(webhook: Webhook, options: SendOptions): Promise<Exchange> {
  if (!isLoopbackUrl(webhook.url)) return { outcome: 'refused', reason: 'the host is not this machine' };
  const settings = connectionSettings(webhook.url);
  const deadline = performance.now() + settings.totalTimeoutMs;
  const idempotencyToken = options.idempotencyToken ?? randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    const done = options.onAttempt?.(attempt);
    const result = await attemptOnce(webhook, { ...options, idempotencyToken, settings, deadline });
    done?.(result);
    const timeLeft = deadline - performance.now() > RETRY_PAUSE_MS;
    if (attempt > settings.retryCount || !timeLeft || !shouldRetry(result, settings)) return result;
    await sleep(RETRY_PAUSE_MS, undefined, { signal: options.signal });
  }
}

interface AttemptOptions extends SendOptions {
  readonly settings: ConnectionSettings;
  /** On the process's monotonic clock, in milliseconds. */
  readonly deadline: number;
}

async function attemptOnce(webhook: Webhook, options: AttemptOptions): Promise<Exchange> {
  let current = webhook;
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
    const result = await request(current, options);
    if (result.outcome !== 'answered' || result.location === undefined || !isRedirect(result.status)) return result;
    const target = new URL(result.location, current.url).href;
    if (!isLoopbackUrl(target)) return { outcome: 'refused', reason: 'redirected to a host that is not this machine' };
    // 307 and 308 repeat the request; after any other redirect a GET without the fields follows.
    current = result.status >= 307 ? { ...current, url: target } : { url: target, method: 'GET', fields: {} };
  }
  return { outcome: 'refused', reason: `more than ${REDIRECT_LIMIT} redirects (11215)` };
}

function request(webhook: Webhook, options: AttemptOptions) {
  const { signal, idempotencyToken, settings, deadline } = options;
  const url = new URL(webhook.url);
  const isPost = webhook.method === 'POST';
  if (!isPost) for (const [name, value] of Object.entries(webhook.fields)) url.searchParams.append(name, value);
  const body = isPost ? new URLSearchParams(webhook.fields).toString() : undefined;
  const timeLeft = Math.max(1, deadline - performance.now());
  return exchange({
    url,
    method: webhook.method,
    headers: {
      Accept: '*/*',
      'User-Agent': 'TwilioProxy/1.1',
      ...signatureHeader(options, url, isPost ? webhook.fields : {}),
      ...(idempotencyToken === undefined ? {} : { 'I-Twilio-Idempotency-Token': idempotencyToken }),
      ...(body === undefined
        ? {}
        : {
            'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
    },
    body,
    connectTimeoutMs: Math.min(settings.connectTimeoutMs, timeLeft),
    readTimeoutMs: Math.min(settings.readTimeoutMs, timeLeft),
    signal,
  });
}

function signatureHeader(
  { authToken, signature }: SendOptions,
  url: URL,
  form: Webhook['fields'],
): Record<string, string> {
  if (signature === 'none') return {};
  const key = signature === 'wrong' ? `not ${authToken}` : authToken;
  return { 'X-Twilio-Signature': signRequest(key, url, form) };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function shouldRetry(result: Exchange, { retryPolicies }: ConnectionSettings): boolean {
  const on = (policy: RetryPolicy): boolean => retryPolicies.has(policy) || retryPolicies.has('all');
  switch (result.outcome) {
    case 'connect-failure':
      return on('ct');
    case 'read-failure':
      return on('rt');
    case 'answered':
      return (result.status >= 500 && on('5xx')) || (result.status >= 400 && result.status < 500 && on('4xx'));
    case 'refused':
      return false;
  }
}
