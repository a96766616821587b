import { type CalledTool, callTool } from '../answer';
import { isObject, type Message, type Tool } from '../chat-request';
import { exchangesOf } from '../extraction/exchanges';
import { fill } from '../extraction/fill-schema';
import { findValue } from '../extraction/find-value';
import { shared, stemsOf } from '../words';
import type { Talk } from './talk';
import type { Statement, Task } from './task';

const BUILT_IN = ['end_call', 'transfer_call', 'send_digits', 'leave_voicemail'];
const CONDITION = /\b(?:if|when|whenever|wenn|falls)\b([^,.;]*)/i;
const TELLING_MEMBERS = ['message', 'text', 'result', 'answer', 'summary'];
const MOST_MEMBERS = 4;

/**
 * The tool that the task wants called now. A sentence with a condition waits for its words; any other for the answers to
 * the questions before it. Each tool is called once, and the person cannot have any called.
 */
export function dueTool(tools: readonly Tool[], task: Task, talk: Talk, messages: readonly Message[]): Tool | null {
  const said = stemsOf(
    messages
      .filter(({ role }) => role === 'user')
      .map(({ text }) => text)
      .join(' '),
  );
  const isDue = ({ name }: Tool): boolean => {
    if (BUILT_IN.includes(name) || talk.called.has(name)) return false;
    const order = task.statements.find(({ text }) => mentions(text, name));
    return order !== undefined && (conditionHolds(order, name, said) ?? questionsBefore(order, task, talk));
  };
  return tools.find(isDue) ?? null;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])(?:${name}|${name.replaceAll('_', ' ')})(?![\\w-])`, 'i').test(text);
}

/** Null when the sentence has no condition. */
function conditionHolds({ text }: Statement, name: string, said: ReadonlySet<string>): boolean | null {
  const condition = CONDITION.exec(text.replaceAll(name, ' '))?.[1];
  return condition === undefined ? null : shared(stemsOf(condition), said) > 0;
}

function questionsBefore({ at }: Statement, task: Task, talk: Talk): boolean {
  return task.questions.every((question) => question.at > at || talk.answered.has(question));
}

/** A call of a tool with arguments that fit its parameters, from what was said. */
export function callWithArguments(
  { name, parameters }: Tool,
  messages: readonly Message[],
  contact: string | null,
): CalledTool {
  const turns = messages
    .filter(({ role, text }) => text && (role === 'assistant' || role === 'user'))
    .map(({ role, text }, index) => ({ index, agent: role === 'assistant', text }));
  const exchanges = exchangesOf(turns);
  const properties = isObject(parameters.properties) ? parameters.properties : {};
  const found: Record<string, unknown> = {};
  for (const [property, schema] of Object.entries(properties)) {
    if (!isObject(schema)) continue;
    const value = findValue({ name: property, description: schema.description, schema }, exchanges)?.value;
    const ifNamed = /^(?:contact_?|customer_?|full_?)?name$/i.test(property) ? contact : null;
    found[property] = value ?? ifNamed ?? undefined;
  }
  const input = fill({ type: 'object', ...parameters }, found);
  return callTool(name, isObject(input) ? input : {});
}

/** A call of `transfer_call` to where the person's words point, else to the first place there is. */
export function transferTo(tool: Tool, wish: string): CalledTool {
  const { properties } = tool.parameters;
  const to = isObject(properties) && isObject(properties.to) ? properties.to : {};
  const places = Array.isArray(to.enum) ? to.enum.map(String) : [];
  const wanted = stemsOf(wish);
  const fitting = places.find((place) => shared(stemsOf(place.replaceAll('_', ' ')), wanted) > 0);
  return callTool(tool.name, { to: fitting ?? places[0] ?? '' });
}

/** What a tool answered, in words; null when it failed. */
export function inWords(answer: string): string | null {
  let value: unknown = answer;
  try {
    value = JSON.parse(answer);
  } catch {
    // Not JSON: the words themselves.
  }
  if (!isObject(value)) {
    const words = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return /^\W*(?:error|failed)\b/i.test(words) || words.trim() === '' ? null : finished(words);
  }
  if (value.error) return null;
  const {
    [TELLING_MEMBERS.find((member) => typeof (value as Record<string, unknown>)[member] === 'string') ?? '']: telling,
  } = value;
  if (typeof telling === 'string') return finished(telling);
  const members = Object.entries(value).filter(([, member]) => ['string', 'number', 'boolean'].includes(typeof member));
  const spoken = members.slice(0, MOST_MEMBERS).map(([key, member]) => `${key.replaceAll('_', ' ')} is ${member}`);
  return finished(spoken.join(', ') || 'done');
}

function finished(words: string): string {
  return words
    .trim()
    .slice(0, 300)
    .replace(/[.\s]+$/, '');
}
