import { AppError, type Issues } from '../../errors';
import { type Texts, textsOf } from '../agents/agent-texts';
import { callVariables } from '../prompts/call-variables';
import { areEven } from '../prompts/even-texts';
import { assertRenderable, issuesOfMissing, rulesOnTheCall } from '../prompts/render';
import type { Variables } from '../prompts/variables-of';
import type { AdmissionRequest } from './admission';

/** Data of no more bytes is not too much for texts that cannot grow, so nobody looks before the call. */
export const LARGE_DATA_BYTES = 4096;

/** Whether even data of fewer than {@link LARGE_DATA_BYTES} may make an agent's texts too long or slow. */
export function mayGrow(agent: Texts): boolean {
  return !areEven(templatesOf(agent), LARGE_DATA_BYTES);
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
