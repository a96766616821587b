import type { Scenario } from './scenario';

/** Numbers to which no call is ever made, the same as with Twilio's test credentials. */
export const refusedCreates: Readonly<Record<string, Scenario>> = {
  '+15005550001': { summary: 'not a phone number', reply: { kind: 'refused', code: 21217 } },
  '+15005550002': { summary: 'cannot be routed', reply: { kind: 'refused', code: 21214 } },
  '+15005550003': { summary: 'abroad, and not permitted', reply: { kind: 'refused', code: 21215 } },
  '+15005550004': { summary: 'blocked by the carrier', reply: { kind: 'refused', code: 21216 } },
};
