import { AppError } from '../../errors';
import type { AdmissionRequest } from '../calls/admission';
import { assertFillable } from '../calls/text-issues';
import type { Domain } from '../domain';
import type { TalkBasis } from '../talks/load-talk';
import type { ReadPreview } from './read-preview';
import { NO_VARIABLES, type PreviewedVariables, variablesOfPreview } from './variables';

/** The agent's texts in a preview. */
export interface PreviewedTexts {
  /** What the model would be told first; null: there is no agent, or `textProblem` stands in the way. */
  systemPrompt: string | null;
  /** What the agent would say first; null like the prompt. */
  firstMessage: string | null;
  /** Why the texts cannot be filled in. */
  textProblem: string | null;
  variables: PreviewedVariables;
}

const NO_TEXTS = { systemPrompt: null, firstMessage: null, textProblem: null, variables: NO_VARIABLES };

/** Fills in the agent's texts as a talk that begins now would, unless no call would come to that, and looks at their variables. */
export async function textsOfPreview(
  { openingTexts }: Pick<Domain, 'openingTexts'>,
  request: AdmissionRequest,
  seen: ReadPreview,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<PreviewedTexts> {
  const basis = basisOf(request, seen);
  if (!basis) return NO_TEXTS;
  try {
    if (seen.facts.known?.isDoubtful) assertFillable(request, seen.facts.known);
    const variables = variablesOfPreview(request, seen, { now, timeZone });
    return { ...(await openingTexts(basis, now)), textProblem: null, variables };
  } catch (error) {
    if (error instanceof AppError) return { ...NO_TEXTS, textProblem: error.message };
    throw error;
  }
}

/** What a talk would load of the call if it were placed. */
function basisOf(request: AdmissionRequest, { agent, contact, facts, written }: ReadPreview): TalkBasis | null {
  if (!agent) return null;
  const { name: agentName, language, prompt, firstMessage, settings, maxDurationSeconds } = agent;
  return {
    accountId: request.accountId,
    callId: '',
    agentName,
    language,
    prompt,
    firstMessage,
    settings,
    toNumber: request.toNumber,
    fromNumber: facts.fromNumber ?? '',
    contactName: request.contactName,
    contactData: written.contactData,
    contact: { additionalData: written.additionalData, metadata: contact?.metadata ?? {} },
    talkedSince: performance.now(),
    maxDurationSeconds,
    answeredBy: null,
    untransferredTalk: null,
    turns: [],
  };
}
