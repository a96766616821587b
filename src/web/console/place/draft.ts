import type { InitiateCallInput } from '../documents.generated';
import { phoneNumberOf } from '../parts/phone-number';

/** A call as it stands in the form. */
export interface Draft {
  toNumber: string;
  agentId: string;
  contactName: string;
  /** Empty: the agent's own. */
  fromNumberId: string;
  /** What was typed for variables, by their paths, such as `visit.day`. */
  variables: Readonly<Record<string, string>>;
  /** More data for the prompt, as JSON. */
  moreData: string;
}

/** The name of the field in which a variable of an agent is typed: `name` has a field of its own. */
export const NAME = 'name';

/** What the API takes, or what is wrong by member of that. */
export function readDraft(
  draft: Draft,
  variables: readonly string[],
): { input?: InitiateCallInput; problems: { toNumber?: string; contactData?: string } } {
  const { agentId, contactName, fromNumberId } = draft;
  const toNumber = phoneNumberOf(draft.toNumber);
  const contactData = dataOf(draft, variables);
  if (!toNumber || !contactData) {
    return { problems: { ...(!toNumber && { toNumber: NO_NUMBER }), ...(!contactData && { contactData: NO_DATA }) } };
  }
  const input = {
    toNumber,
    agentId,
    ...(contactName.trim() && { contactName: contactName.trim() }),
    ...(fromNumberId && { fromNumberId }),
    ...(Object.keys(contactData).length > 0 && { contactData }),
  };
  return { input, problems: {} };
}

const NO_NUMBER = 'A number begins with + and the code of its country, such as +14155550100.';
const NO_DATA = 'This is no JSON object.';

/** Undefined: what was typed is no JSON object. */
function dataOf(
  { variables: typed, moreData }: Draft,
  variables: readonly string[],
): Record<string, unknown> | undefined {
  const data = moreData.trim() ? parsed(moreData) : {};
  if (!isObject(data)) return undefined;
  for (const path of variables) {
    const value = typed[path]?.trim();
    if (value) put(data, path.split('.'), value);
  }
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function put(data: Record<string, unknown>, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  const inner = Object.hasOwn(data, name) ? data[name] : undefined;
  const child = isObject(inner) ? inner : {};
  data[name] = child;
  put(child, rest, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
