import type { DocumentRequest } from '../twiml/document';
import { isLoopbackUrl } from '../webhooks/loopback';
import type { HttpMethod } from '../webhooks/webhook';
import { TwilioError } from './twilio-error';

/** A URL with its method, POST unless told; undefined when it is not given. Throws 21205 and 21209. */
export function readUrl(form: URLSearchParams, urlName: string, methodName: string): DocumentRequest | undefined {
  const url = form.get(urlName) ?? '';
  if (url === '') return undefined;
  if (!isLoopbackUrl(url)) throw new TwilioError(21205, url);
  return { url, method: readMethod(form.get(methodName)) };
}

function readMethod(text: string | null): HttpMethod {
  const method = (text || 'POST').toUpperCase();
  if (method !== 'GET' && method !== 'POST') throw new TwilioError(21209, method);
  return method;
}

/** A whole number of at least 1. */
export function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** True or false, false unless given. Throws 20001. */
export function readFlag(form: URLSearchParams, name: string): boolean {
  const text = (form.get(name) || 'false').toLowerCase();
  if (text !== 'true' && text !== 'false') throw new TwilioError(20001, `${name} ${text}`);
  return text === 'true';
}
