import type { Command, Context } from './command';
import { commands } from './commands';
import { type CliDatabase, openCliDatabase, readyPool } from './database';
import { EXIT, type Explanation, explain, UsageError } from './errors';
import { commandHelp, overview } from './help';
import { didYouMean, readArguments } from './read-arguments';

/** What the program has of the world. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
}

/** Runs one command line. @returns the exit code */
export async function runCli(args: string[], surroundings: Surroundings): Promise<number> {
  try {
    return await run(args, surroundings);
  } catch (error) {
    return complain(explain(error), args, surroundings);
  }
}

async function run(args: string[], { environment, out, err }: Surroundings): Promise<number> {
  const found = findCommand(args);
  if (!found) {
    out(overview(commands));
    return EXIT.ok;
  }
  const { command, rest } = found;
  const { values, json } = readArguments(command, rest);
  if (!values) {
    out(commandHelp(command));
    return EXIT.ok;
  }
  const tell = (line: string) => (json ? undefined : err(`${line}\n`));
  const outcome = await withContext(environment, tell, (context) => command.run(values, context));
  out(json ? `${JSON.stringify(outcome.json, null, 2)}\n` : outcome.text);
  return EXIT[outcome.exit ?? 'ok'];
}

/** Gives a command what it works with, and closes the database whatever happens. */
async function withContext<T>(
  environment: NodeJS.ProcessEnv,
  tell: Context['tell'],
  work: (context: Context) => Promise<T>,
): Promise<T> {
  let opening: Promise<CliDatabase> | undefined;
  const openDatabase = () => {
    opening ??= openCliDatabase(environment);
    return opening;
  };
  try {
    return await work({ environment, tell, openDatabase, pool: async () => readyPool(await openDatabase()) });
  } finally {
    const database = await opening?.catch(() => undefined);
    await database?.close();
  }
}

/** The command that the first words name; null: they ask for the overview. */
function findCommand(args: string[]): { command: Command; rest: string[] } | null {
  const first = args.findIndex((arg) => !arg.startsWith('-'));
  const asksForHelp = args.includes('--help') || args.includes('-h');
  const topic = actionsOf(args[first]).length > 0 && !/^[a-z]/.test(args[first + 1] ?? '');
  if (asksForHelp && (first === -1 || topic)) return null;
  if (args[first] === 'help') {
    const name = args.slice(first + 1).join(' ');
    return name === '' ? null : { command: commandNamed(name.split(' ')).command, rest: ['--help'] };
  }
  const { command, words } = commandNamed(args.slice(Math.max(first, 0)));
  return { command, rest: [...args.slice(0, first), ...args.slice(first + words)] };
}

function commandNamed(args: string[]): { command: Command; words: number } {
  for (const words of [2, 1]) {
    const command = commands.find(({ name }) => name === args.slice(0, words).join(' '));
    if (command) return { command, words };
  }
  throw unknownCommand(args);
}

function unknownCommand(args: string[]): UsageError {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [topic] = words;
  if (!topic) return new UsageError(['no command is given']);
  const actions = actionsOf(topic);
  if (actions.length > 0 && !words[1]) return new UsageError([`${topic}: what? One of ${actions.join(', ')}`]);
  const name = words.slice(0, 2).join(' ');
  const hint =
    didYouMean(
      name,
      commands.map((command) => command.name),
    ) || didYouMean(topic, ['migrate', 'doctor', 'backup', 'restore']);
  return new UsageError([`${name}: there is no such command${hint}`]);
}

/** The second words that a first one can have. */
function actionsOf(topic: string | undefined): string[] {
  return commands.filter(({ name }) => name.startsWith(`${topic} `)).map(({ name }) => name.split(' ')[1] ?? '');
}

function complain({ code, problems, exitCode }: Explanation, args: string[], { err }: Surroundings): number {
  if (args.includes('--json')) err(`${JSON.stringify({ error: { code, problems } }, null, 2)}\n`);
  else err(problems.map((problem) => `call-manager: ${problem}\n`).join(''));
  return exitCode;
}
