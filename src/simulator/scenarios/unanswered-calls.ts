import type { Scenario } from './scenario';

/** Numbers that are dialled and never answered. SIP codes as in RFC 3261. */
export const unansweredCalls: Readonly<Record<string, Scenario>> = {
  '+15005550010': { summary: 'busy', line: { kind: 'refuses', afterSeconds: 5, sipResponseCode: 486 } },
  '+15005550011': { summary: 'rings out', line: { kind: 'rings-out' } },
  '+15005550012': { summary: 'unreachable', line: { kind: 'unreachable', sipResponseCode: 404 } },
  '+15005550013': { summary: 'declined', line: { kind: 'refuses', afterSeconds: 3, sipResponseCode: 603 } },
};
