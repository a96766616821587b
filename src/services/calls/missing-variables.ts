import type { Issues } from '../../errors';
import { type Texts, textsOf } from '../agents/agent-texts';
import { callVariables } from '../prompts/call-variables';
import { issuesOfMissing } from '../prompts/render';
import type { AdmissionRequest } from './admission';

/** What is known before a call of an agent that refuses to talk with gaps in its texts. */
export interface KnownFacts {
  agent: Texts & { name: string; language: string };
  contact: { metadata: Record<string, unknown>; additionalData: Record<string, unknown> };
}

/** What the request would have to bring, by its members; null: all that the agent needs is known. */
export function missingVariables(request: AdmissionRequest, { agent, contact }: KnownFacts): Issues | null {
  const variables = callVariables({
    contact,
    call: { ...request, fromNumber: '+' },
    agent,
    // What time it is shows when the call is answered; here it matters that there is one.
    now: new Date(0),
    timeZone: 'UTC',
  });
  return issuesOfMissing(
    textsOf(agent).map(([, template]) => template),
    variables,
  );
}
