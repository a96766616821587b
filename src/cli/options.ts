import type { z } from 'zod';
import type { Option } from './command';
import { text } from './rules';

/** Options that several commands have. */
export const account = {
  schema: text(320),
  value: '<account>',
  help: 'the account: its id, or its e-mail address or name if no other has it',
} satisfies Option;

export const agent = {
  schema: text(200),
  value: '<agent>',
  help: 'the agent: its id, or its name if no other of the account has it',
  positional: true,
} satisfies Option;

export const agentFile = {
  schema: text(4096).optional(),
  value: '<path>',
  help: 'a YAML file with the agent; - for standard input',
} satisfies Option;

/** The same option, given as a word in its place. */
export function positional<Schema extends z.ZodType>(option: Option<Schema>): Option<Schema> & { positional: true } {
  return { ...option, positional: true };
}
