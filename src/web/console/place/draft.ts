import type { InitiateCallInput } from '../documents.generated';

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

/**
 * What the API takes.
 * @throws SyntaxError when the data is no JSON object
 */
export function inputOf(draft: Draft, variables: readonly string[]): InitiateCallInput {
  const { toNumber, agentId, contactName, fromNumberId } = draft;
  const contactData = dataOf(draft, variables);
  return {
    toNumber: toNumber.replaceAll(/[\s().-]/g, ''),
    agentId,
    ...(contactName.trim() && { contactName: contactName.trim() }),
    ...(fromNumberId && { fromNumberId }),
    ...(Object.keys(contactData).length > 0 && { contactData }),
  };
}

function dataOf({ variables: typed, moreData }: Draft, variables: readonly string[]): Record<string, unknown> {
  const data = moreData.trim() ? (JSON.parse(moreData) as unknown) : {};
  if (!isObject(data)) throw new SyntaxError('This is no JSON object.');
  for (const path of variables) {
    const value = typed[path]?.trim();
    if (value) put(data, path.split('.'), value);
  }
  return data;
}

function put(data: Record<string, unknown>, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    data[name] = value;
    return;
  }
  const inner = data[name];
  const child = isObject(inner) ? inner : {};
  data[name] = child;
  put(child, rest, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name for a call that nobody else uses. `crypto.randomUUID` is there on https pages only. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
