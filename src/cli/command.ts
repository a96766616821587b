import type { Pool } from 'pg';
import type { z } from 'zod';
import type { CliDatabase } from './database';
import type { EXIT } from './errors';

/** One thing that a command can be told: `--flag value`, or a word in its place. */
export interface Option<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  help: string;
  /** What stands for the value in help texts; a flag without one takes none, and is `true` when it is given. */
  value?: string;
  /** It is a word without a flag. */
  positional?: boolean;
  /** Its text is read as a number. */
  number?: boolean;
}

/** What a command works with. */
export interface Context {
  environment: NodeJS.ProcessEnv;
  /** Opens the database; it is closed when the command has ended. */
  openDatabase(): Promise<CliDatabase>;
  /** Says how far the command is, to people and not with the result. */
  tell(line: string): void;
  /** A connection pool to the database, which has every migration. */
  pool(): Promise<Pool>;
}

/** What a command has to say: to people, and to machines with `--json`. */
export interface Outcome {
  text: string;
  json: unknown;
  /** How the program ends; unless given, well. */
  exit?: keyof typeof EXIT;
}

type Options = Record<string, Option>;

/** The values that a command gets, each checked by its schema. */
export type Values<O extends Options> = { [Name in keyof O]: z.output<O[Name]['schema']> };

/** A command with all that its help says. */
export interface Command<O extends Options = Options> {
  /** Its words, for example `account create`. */
  name: string;
  summary: string;
  /** What else there is to know, in help. */
  details?: string;
  options: O;
  /** What follows `npx call-manager`, a line each. */
  examples: string[];
  run(values: Values<O>, context: Context): Promise<Outcome>;
}

/** Names a command and checks that what it runs fits its options. */
export function defineCommand<O extends Options>(command: Command<O>): Command {
  return command as unknown as Command;
}

/** How an option is written: `maxDurationSeconds` is `--max-duration-seconds`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** How a problem with an option names it. */
export function labelOf(name: string, { positional, value }: Option): string {
  return positional && value ? value : flagOf(name);
}

export function isRequired({ schema }: Option): boolean {
  return !schema.safeParse(undefined).success;
}
