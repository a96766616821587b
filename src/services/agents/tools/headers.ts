import { validateHeaderName, validateHeaderValue } from 'node:http';

/** Headers that belong to the connection, the body or to us. */
const OURS = new RegExp(
  `^(${[
    'host|content-.*|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|accept-encoding',
    'x-call-id|idempotency-key|user-agent',
  ].join('|')})$`,
  'i',
);

/** What is wrong with the headers of a tool. Names only: values are secret. */
export function checkHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (OURS.test(name)) return [`must not set the header ${name}`];
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      return [];
    } catch {
      return [`must have a name and a value that HTTP allows: ${name}`];
    }
  });
}
