import { textsOf } from '../agents/agent-texts';
import type { AdmissionRequest } from '../calls/admission';
import { inOne, type VariableSource, variableLayers } from '../prompts/call-variables';
import { isBlank } from '../prompts/plain-text';
import { memberOf } from '../prompts/render';
import { mentionedIn, missingIn } from '../prompts/variables-of';
import type { ReadPreview } from './read-preview';

/** A variable of the agent's texts of which something is known. */
export interface KnownVariable {
  name: string;
  value: unknown;
  source: VariableSource;
}

/** A variable that the agent's texts need and of which nothing is known. */
export interface MissingVariable {
  /** Its path: `visit.day`. */
  name: string;
  /** The member of a request that would bring it. */
  member: string;
  /** What is said in its place; empty: nothing is; null: the agent refuses the call. */
  fallback: string | null;
}

/** The variables of an agent's texts, by name. */
export interface PreviewedVariables {
  known: KnownVariable[];
  missing: MissingVariable[];
  /** Members of `contactData` that no text of the agent mentions. */
  unused: string[];
}

export const NO_VARIABLES: PreviewedVariables = { known: [], missing: [], unused: [] };

/**
 * Looks at the variables of an agent's texts.
 * @throws AppError BAD_USER_INPUT if one of the texts is no template
 */
export function variablesOfPreview(
  request: AdmissionRequest,
  { agent, contact, facts, written }: ReadPreview,
  { now, timeZone }: { now: Date; timeZone: string },
): PreviewedVariables {
  if (!agent) return NO_VARIABLES;
  const texts = textsOf(agent).map(([, template]) => template);
  const layers = variableLayers({
    contact: { metadata: contact?.metadata ?? {}, additionalData: contact?.additionalData ?? {} },
    call: { ...request, contactData: written.contactData, fromNumber: facts.fromNumber ?? '' },
    agent,
    now,
    timeZone,
  });
  const variables = inOne(layers);
  const mentioned = mentionedIn(texts);
  const known = mentioned.flatMap((name) => {
    const source = layers.findLast(([, layer]) => Object.hasOwn(layer, name))?.[0];
    return source && !isBlank(variables[name]) ? [{ name, value: variables[name], source }] : [];
  });
  const { missing: rule, defaults } = agent.settings.variables;
  const fallbackOf = (name: string) => (rule === 'DEFAULT' ? (defaults[name] ?? '') : rule === 'BLANK' ? '' : null);
  const missing = missingIn(texts, variables)
    .filter((name) => facts.fromNumber || name !== 'from_number')
    .map((name) => ({ name, member: memberOf(name), fallback: fallbackOf(name) }));
  // The person's name is told to the agent in any case.
  const unused = Object.keys(request.contactData ?? {}).filter((name) => name !== 'name' && !mentioned.includes(name));
  return { known: known.toSorted(byName), missing: missing.toSorted(byName), unused: unused.toSorted() };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
