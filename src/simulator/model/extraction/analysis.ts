import { isObject, type JsonSchema } from '../chat-request';
import { hear } from '../talk/hear';
import { sentencesOf } from '../words';
import { type Exchange, exchangesOf, type Turn } from './exchanges';
import { findValue } from './find-value';
import { sentimentOf } from './sentiment';
import { successOf } from './success';

const MOST_POINTS = 5;
/** Shorter turns are seldom worth noting. */
const WORDS_OF_A_POINT = 3;
const PROMISE =
  /\b(?:i|we)(?: will|'ll| am going to| are going to)\b|\bplease (?:send|call|email|mail|text|contact|remind|let)\b|\bich (?:werde|gebe)\b|\bwir (?:werden|rufen)\b|\bbitte (?:senden|schicken|rufen|melden)\b/i;
/** What the agent says about this very call is no promise. */
const OF_THE_MOMENT = /\b(?:connect you|end the call|look that up)\b/i;

/** What can be said about a talk, under the names that an analysis of a call asks for. */
export function analyse(
  turns: readonly Turn[],
  goal: string | null,
  schema: JsonSchema | null,
): Record<string, unknown> {
  const exchanges = exchangesOf(turns);
  const said = turns.filter(({ agent }) => !agent);
  const points = said.filter(isPoint).slice(0, MOST_POINTS);
  const last = exchanges.at(-1);
  return {
    summary: summaryOf(turns, points, goal),
    sentiment: sentimentOf(said.map(({ text }) => text).join(' ')),
    keyPoints: points.map(({ text }) => text),
    actionItems: promisesIn(turns),
    success: successOf(goal, turns, exchanges),
    memory: last ? `Asked "${last.question}", they said "${last.answer}"` : null,
    extracted: extracted(schema, exchanges),
  };
}

function isPoint({ text }: Turn): boolean {
  const told = hear(text) !== 'greeting' && hear(text) !== 'repeat' && hear(text) !== 'wait';
  return told && text.split(/\s+/).length >= WORDS_OF_A_POINT;
}

function summaryOf(turns: readonly Turn[], points: readonly Turn[], goal: string | null): string {
  const opening = sentencesOf(turns.find(({ agent }) => agent)?.text ?? '')[0];
  const about = goal
    ? `The agent called for this: ${closed(goal)}`
    : `The agent began with: ${closed(opening ?? 'nothing')}`;
  const contact = turns.filter(({ agent }) => !agent).length;
  if (contact === 0) return `${about} The contact said nothing.`;
  const told = points
    .slice(0, 2)
    .map(({ text }) => `"${text}"`)
    .join(' and ');
  return `${about} The contact spoke ${contact} ${contact === 1 ? 'time' : 'times'}${told ? `, and said ${told}` : ''}.`;
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function promisesIn(turns: readonly Turn[]): string[] {
  const promises = turns.flatMap(({ agent, text }) =>
    sentencesOf(text.replaceAll('’', "'"))
      .filter((sentence) => PROMISE.test(sentence) && !OF_THE_MOMENT.test(sentence))
      .map((sentence) => `${agent ? 'Agent' : 'Contact'}: ${sentence}`),
  );
  return [...new Set(promises)].slice(0, MOST_POINTS);
}

/** A value for each question, with the number of the turn that shows it. */
function extracted(schema: JsonSchema | null, exchanges: readonly Exchange[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, question] of Object.entries(propertiesOf(propertiesOf(schema).extracted))) {
    const value = propertiesOf(question).value;
    if (!isObject(question) || !isObject(value)) continue;
    const description = question.description ?? value.description;
    const hit = findValue({ name, description, schema: value }, exchanges);
    found[name] = { value: hit?.value ?? null, evidence: hit ? [hit.index] : [] };
  }
  return found;
}

function propertiesOf(schema: unknown): Record<string, unknown> {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : {};
}
