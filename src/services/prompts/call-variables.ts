import { spokenTime } from './clock';
import { isBlank } from './plain-text';
import type { Variables } from './variables-of';

/** What is known when a call is placed. */
export interface CallFacts {
  contact: { metadata: Variables; additionalData: Variables };
  call: { contactName: string | null; contactData: Variables | null; toNumber: string; fromNumber: string };
  /** `language`: BCP 47. */
  agent: { name: string; language: string };
  now: Date;
  /** Of the person who is called: an IANA name. */
  timeZone: string;
}

/** The variables that every call has, whoever is called. */
export const KNOWN_ON_EVERY_CALL = [
  'date',
  'time',
  'day_of_week',
  'timezone',
  'phone_number',
  'from_number',
  'agent_name',
] as const;

/**
 * The variables of a call's texts; the later wins: what is kept about the contact, the moment and the two numbers, what this
 * call was placed with. So a `date` of an earlier call does not pass for today's, but an appointment's `date` may be given.
 */
export function callVariables({ contact, call, agent, now, timeZone }: CallFacts): Variables {
  const { date, time, dayOfWeek } = spokenTime(now, timeZone, agent.language);
  const known: Record<(typeof KNOWN_ON_EVERY_CALL)[number], string> = {
    date,
    time,
    day_of_week: dayOfWeek,
    timezone: timeZone,
    phone_number: call.toNumber,
    from_number: call.fromNumber,
    agent_name: agent.name,
  };
  return {
    ...contact.metadata,
    ...contact.additionalData,
    ...known,
    ...call.contactData,
    ...(!isBlank(call.contactName) && { name: call.contactName }),
  };
}
