import { createHmac } from 'node:crypto';

/**
 * The X-Twilio-Signature of a request (Twilio, "Webhooks security"): HMAC-SHA1, keyed with the account's auth token, over
 * the URL without its fragment and, for a form, every field's name and value in the order of the names.
 */
export function signRequest(authToken: string, url: URL | string, form: Readonly<Record<string, string>> = {}): string {
  const [withoutFragment] = String(url).split('#');
  const fields = Object.keys(form)
    .sort()
    .map((name) => `${name}${form[name]}`);
  return createHmac('sha1', authToken)
    .update(`${withoutFragment}${fields.join('')}`, 'utf8')
    .digest('base64');
}
