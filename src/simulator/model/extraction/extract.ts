import type { JsonSchema, Message } from '../chat-request';
import { analyse } from './analysis';
import { readTurns } from './exchanges';
import { fill } from './fill-schema';

const GOAL = /^# Goal[ \t]*\n+([^\n#]+)|^(?:The )?goal(?: of the call)?:[ \t]*(.+)$/im;

/** JSON about the transcript in the user's message: of a schema, or, without one, what an analysis has. */
export function extract(messages: readonly Message[], schema: JsonSchema | null): unknown {
  const textOf = (role: Message['role']) =>
    messages
      .filter((message) => message.role === role)
      .map(({ text }) => text)
      .join('\n');
  const [, heading, inline] = GOAL.exec(textOf('system')) ?? [];
  const goal = (heading ?? inline)?.trim() || null;
  const analysis = analyse(readTurns(textOf('user')), goal, schema);
  return schema ? fill(schema, analysis) : analysis;
}
