import { AppError, type Issues } from '../../errors';
import { type Texts, textsOf } from '../agents/agent-texts';
import { callVariables } from '../prompts/call-variables';
import { assertRenderable, issuesOfMissing, rulesOnTheCall } from '../prompts/render';
import type { AdmissionRequest } from './admission';

/** Data of fewer bytes would have to be said dozens of times to be too much for an agent's texts, so nobody looks before the call. */
export const LARGE_DATA_BYTES = 4096;

/** What is known before a call whose texts may have gaps that the agent does not take, or may grow too long. */
export interface KnownFacts {
  agent: Texts & { name: string; language: string };
  contact: { metadata: Record<string, unknown>; additionalData: Record<string, unknown> };
  /** There is so much data that the texts are filled in before the call, to see whether they can be. */
  isLarge: boolean;
}

/**
 * What the request would have to bring, or to leave out, by its members; null: the agent's texts can be filled in. What a
 * text has too much of may come from what is kept about the contact, but it is by the request that it can be replaced.
 */
export function textIssues(request: AdmissionRequest, { agent, contact, isLarge }: KnownFacts): Issues | null {
  const variables = callVariables({
    contact,
    call: { ...request, fromNumber: '+' },
    agent,
    // What time it is shows when the call is answered; here it matters that there is one.
    now: new Date(0),
    timeZone: 'UTC',
  });
  const templates = textsOf(agent).map(([, template]) => template);
  const rules = agent.settings.variables;
  try {
    const missing = rules.missing === 'REFUSE' ? issuesOfMissing(templates, variables) : null;
    if (!missing && isLarge) assertRenderable(templates, variables, rulesOnTheCall(rules));
    return missing;
  } catch (error) {
    // It is this request's alone: others are decided with it.
    if (error instanceof AppError) return { contactData: [error.message] };
    throw error;
  }
}
