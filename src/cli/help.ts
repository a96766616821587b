import { type Command, flagOf, isRequired, type Option } from './command';

const PROGRAM = 'npx call-manager';

/** What `--help` says without a command. */
export function overview(commands: Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Administers a Call Manager's database: accounts, keys, credits, caller ids, agents and backups.

Usage: ${PROGRAM} <command> [flags]

Commands:
${lines.join('\n')}

Flags of every command:
  --json      print the result as JSON, for machines; errors too
  -h, --help  say how the command is used, with examples

The database is the one that DATABASE_URL names. Without it, it is the embedded one below DATA_DIR (.data), whether a
server is running on it or not.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the ledger is not in order (ledger verify, restore).

Examples:
  DATABASE_URL=postgresql://user:password@host/call_manager ${PROGRAM} migrate
  ${PROGRAM} account create --name "Acme" --email ops@acme.example
  ${PROGRAM} agent create --help
`;
}

/** What `--help` says after a command's name. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options);
  const usage = options.filter(([, option]) => isRequired(option)).map(([name, option]) => written(name, option));
  const rows = [
    ...options.map(([name, option]) => [
      written(name, option),
      option.help + (isRequired(option) ? '' : ' (optional)'),
    ]),
    ['--json', 'print the result as JSON'],
    ['-h, --help', 'say this'],
  ] as Array<[string, string]>;
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return `${command.summary}

Usage: ${[PROGRAM, command.name, ...usage, '[flags]'].join(' ')}
${command.details ? `\n${command.details}\n` : ''}
Flags:
${rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`).join('\n')}

Examples:
${command.examples.map((example) => `  ${PROGRAM} ${example.replaceAll('\n', '\n  ')}`).join('\n')}
`;
}

function written(name: string, { positional, value }: Option): string {
  if (!value) return flagOf(name);
  return positional ? value : `${flagOf(name)} ${value}`;
}
