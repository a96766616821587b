import type { Scenario } from './scenario';

/** Numbers that are answered, but not by somebody who just talks. */
export const peculiarPeople: Readonly<Record<string, Scenario>> = {
  '+15005550014': { summary: 'voicemail answers', line: { kind: 'answers', person: 'voicemail' } },
  '+15005550015': { summary: 'hangs up in the first sentence', line: { kind: 'answers', person: 'hangs-up-early' } },
  '+15005550016': { summary: 'interrupts, then talks on', line: { kind: 'answers', person: 'interrupter' } },
  '+15005550017': { summary: 'answers, stays silent', line: { kind: 'answers', person: 'silent' } },
  '+15005550018': { summary: 'talks until the time limit', line: { kind: 'answers', person: 'talks-on' } },
  '+15005550019': { summary: 'the relay socket breaks once', line: { kind: 'answers', person: 'loses-connection' } },
  '+15005550027': { summary: 'asks for a person', line: { kind: 'answers', person: 'wants-human' } },
};
