import { execFile } from 'node:child_process';
import path from 'node:path';
import { runCli } from '../../src/cli/run';

const root = path.join(__dirname, '../..');

/** What a command left behind. */
export interface CliAnswer {
  code: number;
  out: string;
  err: string;
}

/** `npx call-manager` with no environment but the given one. */
export interface Cli {
  run(...args: string[]): Promise<CliAnswer>;
  /** Runs it with `--json`, demands success, and reads what it printed. */
  json<T = Record<string, string>>(...args: string[]): Promise<T>;
}

type Environment = Record<string, string>;

/** The built program, each command a process of its own; the build is `npm run build`, which `npm test` runs first. */
export function cli(environment: Environment): Cli {
  const program = path.join(root, 'bin/call-manager.js');
  const env = { PATH: process.env.PATH, ...environment };
  return withJson(
    (...args) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [program, ...args], { env, timeout: 25_000 }, (_, out, err) =>
          resolve({ code: child.exitCode ?? -1, out, err }),
        );
      }),
  );
}

/** The same program within the test's process, which saves its start. */
export function cliInProcess(environment: Environment = {}): Cli {
  return withJson(async (...args) => {
    const answer: CliAnswer = { code: -1, out: '', err: '' };
    answer.code = await runCli(args, {
      environment,
      out: (text) => {
        answer.out += text;
      },
      err: (text) => {
        answer.err += text;
      },
    });
    return answer;
  });
}

function withJson(run: Cli['run']): Cli {
  return {
    run,
    async json<T>(...args: string[]) {
      const { code, out, err } = await run(...args, '--json');
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${err}${out}`);
      return JSON.parse(out) as T;
    },
  };
}
