import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { flagOf, type Option } from './command';
import { UsageError } from './errors';
import { didYouMean } from './read-arguments';
import { integer, language, name, phoneNumber, prompt, spoken, text } from './rules';

/** What an agent is made of, in a file as on the command line. */
const FIELDS = z.strictObject({
  name,
  prompt,
  firstMessage: spoken,
  language: language.default('en-US'),
  voice: text(100).optional(),
  maxDurationSeconds: integer(1, 14_400).default(300),
  creditsPerMinute: integer(0, 100_000).default(1),
  from: phoneNumber.optional(),
});

/** An agent as an operator describes it. */
export type AgentFields = z.output<typeof FIELDS>;

/** Flags are checked together with the file that they add to, so each is optional here. */
const raw = z.string().optional();
const rawNumber = z.union([z.string(), z.number()]).optional();

/** The flags of an agent's fields. */
export const agentFlags = {
  name: { schema: raw, value: '<text>', help: 'what the agent is called' },
  prompt: { schema: raw, value: '<text>', help: 'what it is told about its task' },
  firstMessage: { schema: raw, value: '<text>', help: 'what it says first' },
  language: { schema: raw, value: '<tag>', help: 'BCP 47 tag of its language; en-US unless given' },
  voice: { schema: raw, value: '<name>', help: "the provider's name of its voice" },
  maxDurationSeconds: {
    schema: rawNumber,
    value: '<seconds>',
    help: 'how long it may talk, 1 to 14400; 300 unless given',
    number: true,
  },
  creditsPerMinute: {
    schema: rawNumber,
    value: '<credits>',
    help: 'what a minute costs, 0 to 100000; 1 unless given',
    number: true,
  },
  from: {
    schema: raw,
    value: '<number>',
    help: 'caller id, a number of the account; without one each call names its own',
  },
} satisfies Record<keyof AgentFields, Option>;

/**
 * Puts an agent together from a file, if there is one, and from flags, which count more.
 * @throws UsageError that names every problem of both
 */
export function readAgentFields(
  flags: { [Name in keyof AgentFields]?: unknown },
  file: string | undefined,
  command: string,
): AgentFields {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const written = file === undefined ? {} : readFile(file, command);
  const parsed = FIELDS.safeParse({ ...written, ...given });
  if (parsed.success) return parsed.data;
  const where = (field: string) => (field in given || file === undefined ? flagOf(field) : `${file}: ${field}`);
  const problems = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        (key) => `${file}: ${key}: there is no such field${didYouMean(key, Object.keys(agentFlags))}`,
      );
    }
    const field = String(issue.path[0]);
    const missing = !(field in given) && !Object.hasOwn(written, field);
    return [`${where(field)}: ${missing ? 'is missing' : issue.message}`];
  });
  throw new UsageError([...new Set(problems)], command);
}

/** Files of more than this are no description of an agent. */
const MAX_BYTES = 1_000_000;

function readFile(file: string, command: string): Record<string, unknown> {
  const source = textOf(file);
  if (source.length > MAX_BYTES) throw new UsageError([`${file}: is too long for an agent`], command);
  const document = parseDocument(source, { prettyErrors: true, uniqueKeys: true, stringKeys: true });
  const problems = document.errors.map(({ message }) => `${file}: ${message.split('\n')[0]?.replace(/:$/, '')}`);
  if (problems.length > 0) throw new UsageError(problems, command);
  const content = contentOf(() => document.toJS({ maxAliasCount: 20 }));
  if (content === null || typeof content !== 'object' || Array.isArray(content)) {
    throw new UsageError([`${file}: must hold fields and values, such as "name: Reminder"`], command);
  }
  return content as Record<string, unknown>;
}

function contentOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Error(`${file}: cannot be read: ${(error as Error).message}. Check the path.`);
  }
}
