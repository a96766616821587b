import type { Scenario } from './scenario';

/** Numbers whose create request does not get the answer it deserves. */
export const troubledCreates: Readonly<Record<string, Scenario>> = {
  '+15005550022': { summary: 'dialled, no reply', mishap: { kind: 'silence', done: true } },
  '+15005550023': { summary: 'dialled, 500 to the create', mishap: { kind: 'error', status: 500, done: true } },
  '+15005550024': { summary: 'two 429s, then fine', reply: { kind: 'throttled', times: 2 } },
  '+15005550025': {
    summary: 'a callback before the reply, no `ringing`',
    reply: { kind: 'created-late', after: 'initiated' },
    callbacks: { ringing: { lost: true } },
  },
  '+15005550026': { summary: 'not dialled, no reply', mishap: { kind: 'silence', done: false } },
};
