import { AppError, type Issues } from '../../errors';
import { type Texts, textsOf } from '../agents/agent-texts';
import { callVariables } from '../prompts/call-variables';
import { assertRenderable, issuesOfMissing, rulesOnTheCall } from '../prompts/render';
import type { Variables } from '../prompts/variables-of';
import type { AdmissionRequest } from './admission';

/** Data of fewer bytes would have to be said dozens of times to be too much for an agent's texts, so nobody looks before the call. */
export const LARGE_DATA_BYTES = 4096;

const HEAPING_TAG = /\{%-?\s*(?:for|assign|capture)\b/;

/**
 * Whether one of an agent's texts repeats or heaps up what it puts out, so that even little data may make it long or slow. Of any
 * other, what it takes to fill it in follows from its length and that of the data.
 */
export function mayGrow(agent: Texts): boolean {
  return templatesOf(agent).some((template) => HEAPING_TAG.test(template) || mayHaveRange(template));
}

/** `(1..n)`, wherever an expression may stand. */
function mayHaveRange(template: string): boolean {
  const opened = template.indexOf('(');
  return opened >= 0 && template.includes('..', opened);
}

/** What is known before a call whose texts may have gaps that the agent does not take, or may grow too long. */
export interface KnownFacts {
  agent: Texts & { name: string; language: string };
  contact: { metadata: Record<string, unknown>; additionalData: Record<string, unknown> };
  /** There is so much data, or the texts are such, that they are filled in before the call, to see whether they can be. */
  isDoubtful: boolean;
}

/**
 * What the request would have to bring, or to leave out, by its members; null: the agent's texts can be filled in. What a
 * text has too much of may come from what is kept about the contact, but it is by the request that it can be replaced.
 */
export function textIssues(request: AdmissionRequest, known: KnownFacts): Issues | null {
  const { agent, contact, isDoubtful } = known;
  const templates = templatesOf(agent);
  try {
    const isRefusing = agent.settings.variables.missing === 'REFUSE';
    const missing = isRefusing ? issuesOfMissing(templates, variablesOf(request, known)) : null;
    if (!missing && isDoubtful) assertFillable(request, known);
    return missing;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // It is this request's alone: others are decided with it.
    const data = [request.contactData, contact.metadata, contact.additionalData];
    const hasData = data.some((members) => Object.keys(members ?? {}).length > 0);
    return { [hasData ? 'contactData' : 'agentId']: [error.message] };
  }
}

/** Fills in the agent's texts, to see whether they can be. @throws AppError BAD_USER_INPUT */
export function assertFillable(request: AdmissionRequest, known: KnownFacts): void {
  const { agent } = known;
  assertRenderable(templatesOf(agent), variablesOf(request, known), rulesOnTheCall(agent.settings.variables));
}

function templatesOf(agent: Texts): string[] {
  return textsOf(agent).map(([, template]) => template);
}

function variablesOf(request: AdmissionRequest, { agent, contact }: KnownFacts): Variables {
  return callVariables({
    contact,
    call: { ...request, fromNumber: '+' },
    agent,
    // What time it is shows when the call is answered; here it matters that there is one.
    now: new Date(0),
    timeZone: 'UTC',
  });
}
