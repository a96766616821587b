import { validateRequest } from 'twilio';

/** A form as Twilio signs it: a name that stands more than once has all its values. */
export type Form = Record<string, string | string[]>;

/** Reads an `application/x-www-form-urlencoded` body without losing repeated or empty fields, which are signed too. */
export function parseForm(body: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const known = form[name];
    form[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return form;
}

/**
 * Whether a request was signed by whoever knows the auth token.
 * @param url the URL as Twilio was told it, made of the configured public origin: what a proxy says of it is not proof
 */
export function isSigned(authToken: string, signature: string, url: string, form: Form): boolean {
  try {
    return validateRequest(authToken, signature, url, form);
  } catch {
    return false;
  }
}

/** A field that stands once in a form and says something; else null. */
export function text(form: Form, name: string): string | null {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
