import { closeSync, openSync, readSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { allowedModels, parseAgentsConfig } from '../config';
import { type AgentFields, checkAgentFields, type FieldRules, UNKNOWN_FIELD } from '../services/agents/agent-fields';
import { type Context, flagOf, type Option } from './command';
import { UsageError } from './errors';
import { didYouMean } from './read-arguments';
import { phoneNumber } from './rules';

/** An agent as an operator describes it. */
export type CliAgentFields = AgentFields & { creditsPerMinute: number; from?: string };

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
    help: 'what a minute costs, 0 to 100000, of all versions at once; a new agent has CREDITS_PER_MINUTE unless given',
    number: true,
  },
  from: {
    schema: raw,
    value: '<number>',
    help: 'caller id, a number of the account; without one each call names its own',
  },
} satisfies Record<Exclude<keyof CliAgentFields, 'settings'>, Option>;

type OperatorRules = FieldRules & { defaultCreditsPerMinute: number; partial?: false };

/** Where an agent is described, and which rules hold. */
export interface AgentSource extends FieldRules {
  defaultCreditsPerMinute: number;
  flags: { [Name in keyof typeof agentFlags]?: unknown };
  /** The path of a YAML file; - is standard input. */
  file: string | undefined;
  /** The command whose help says how it is done. */
  command: string;
}

/**
 * Puts an agent together from a file, if there is one, and from flags, which count more.
 * @throws UsageError that names every problem of both
 */
export function readAgentSource(source: AgentSource & { partial?: false }): CliAgentFields;
/** The same, of what is to change; a null is the default. The settings are as they were written. */
export function readAgentSource(source: AgentSource): Partial<CliAgentFields>;
export function readAgentSource({ flags, file, command, ...rules }: AgentSource): Partial<CliAgentFields> {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const written = file === undefined ? {} : readFile(file, command);
  const { from, ...described } = { ...written, ...given } as Record<string, unknown>;
  const { fields, issues } = checkAgentFields(described, rules);
  const number = phoneNumber.optional().safeParse(from ?? undefined);
  if (!number.success) issues.from = [...new Set(number.error.issues.map(({ message }) => message))];
  const problems = Object.entries(issues)
    .toSorted(([a], [b]) => rankOf(a) - rankOf(b))
    .flatMap(([place, messages]) => {
      const where = Object.hasOwn(given, place) || file === undefined ? flagOf(place) : `${file}: ${place}`;
      return messages.map((message) => `${where}: ${message}${message === UNKNOWN_FIELD ? hintAt(place) : ''}`);
    });
  if (problems.length > 0) throw new UsageError(problems, command);
  return { ...(rules.partial ? described : fields), ...(number.data && { from: number.data }) };
}

/** The rules that hold for an operator: what the environment says of tools and models, and that prices may be set. */
export function operatorRules({ environment }: Pick<Context, 'environment'>): OperatorRules {
  const { toolsAllowPrivateAddresses, creditsPerMinute, model } = parseAgentsConfig(environment);
  return {
    allowPrivateAddresses: toolsAllowPrivateAddresses,
    allowedModels: allowedModels(model),
    defaultCreditsPerMinute: creditsPerMinute,
  };
}

const FIELDS = [...Object.keys(agentFlags), 'settings'];

/** Problems are told in the order of the fields. */
function rankOf(place: string): number {
  const rank = FIELDS.indexOf(place.split('.', 1)[0] ?? '');
  return rank === -1 ? FIELDS.length : rank;
}

function hintAt(place: string): string {
  return place.includes('.') ? '' : didYouMean(place, FIELDS);
}

/** Files of more than this are no description of an agent. */
const MAX_BYTES = 1_000_000;

function readFile(file: string, command: string): Record<string, unknown> {
  const source = textOf(file);
  if (Buffer.byteLength(source) > MAX_BYTES) throw new UsageError([`${file}: is too long for an agent`], command);
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

/** No more of it than shows that it is too long: some files have no end. */
function textOf(file: string): string {
  try {
    const source = file === '-' ? 0 : openSync(file, 'r');
    try {
      return beginningOf(source);
    } finally {
      if (file !== '-') closeSync(source);
    }
  } catch (error) {
    throw new Error(`${file}: cannot be read: ${(error as Error).message}. Check the path.`);
  }
}

function beginningOf(source: number): string {
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = 1; read > 0 && length < bytes.length; length += read) {
    read = readSync(source, bytes, length, bytes.length - length, null);
  }
  return bytes.toString('utf8', 0, length);
}
