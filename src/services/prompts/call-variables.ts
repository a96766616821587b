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

/** Where a variable comes from: kept about the contact, the call itself, or the request that places it. */
export type VariableSource = 'CONTACT_METADATA' | 'CONTACT_DATA' | 'CALL' | 'REQUEST';

/**
 * The variables of a call's texts by where they come from; the later wins: what is kept about the contact, the moment and the two
 * numbers, what this call was placed with. So a `date` of an earlier call does not pass for today's, but an appointment's `date`
 * may be given.
 */
export function variableLayers({
  contact,
  call,
  agent,
  now,
  timeZone,
}: CallFacts): ReadonlyArray<readonly [VariableSource, Variables]> {
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
  return [
    ['CONTACT_METADATA', contact.metadata],
    ['CONTACT_DATA', contact.additionalData],
    ['CALL', known],
    ['REQUEST', { ...call.contactData, ...(!isBlank(call.contactName) && { name: call.contactName }) }],
  ];
}

/** The variables of a call's texts, as {@link variableLayers} has them. */
export function callVariables(facts: CallFacts): Variables {
  return inOne(variableLayers(facts));
}

/** Variables of several sources as the texts see them: the last source that has one has the say, even if it says nothing. */
export function inOne(layers: ReturnType<typeof variableLayers>): Variables {
  // From entries, because a variable may be called `__proto__`.
  return Object.fromEntries(layers.flatMap(([, variables]) => Object.entries(variables)));
}
