import { ConfigError } from '../config';
import { EmbeddedPostgresError } from '../database/embedded';
import { sqlState } from '../database/transaction';
import { AppError } from '../errors';
import { redact } from '../log';

/** What a command ends with. */
export const EXIT = { ok: 0, failed: 1, usage: 2, violated: 3 } as const;

/** The command was written wrongly; every problem is named. */
export class UsageError extends Error {
  constructor(
    readonly problems: string[],
    /** The command whose help says how it is done; undefined: the overview. */
    readonly command?: string,
  ) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}

/** A refusal or failure as it is told: one line a problem, each with what to do next. */
export interface Explanation {
  code: string;
  problems: string[];
  exitCode: number;
}

/** What is said of an error. A fault of ours keeps its stack; everything else has words for people. */
export function explain(error: unknown): Explanation {
  if (error instanceof UsageError) {
    const see = error.command ? `npx call-manager ${error.command} --help` : 'npx call-manager --help';
    return { code: 'USAGE', problems: [...error.problems, `See \`${see}\`.`], exitCode: EXIT.usage };
  }
  if (error instanceof ConfigError) return failure('CONFIGURATION', ...error.problems);
  if (error instanceof AppError) {
    const issues = Object.entries(error.details.issues ?? {}).map(([name, texts]) => `${name}: ${texts.join('; ')}`);
    return failure(error.code, error.message, ...issues);
  }
  if (error instanceof EmbeddedPostgresError) return failure('DATABASE', error.message);
  if (error instanceof Error && error.name === 'Error' && !sqlState(error)) return failure('FAILED', error.message);
  const state = sqlState(error);
  if (state && STATES[state]) return failure('DATABASE', STATES[state]);
  return failure('FAULT', error instanceof Error ? String(error.stack) : String(error));
}

const STATES: Record<string, string> = {
  '57P01': 'The database was stopped meanwhile. See whether the command took effect; if not, run it again.',
  '55P03': 'The account is being used too much at the moment, so nothing was changed. Run the command again.',
  '57014': 'The database took too long, so nothing was changed. Run the command again.',
  '25006': 'The database takes no changes (it is read-only). Let DATABASE_URL name the primary server.',
  '42501': 'The database user may not do that. Let DATABASE_URL name the owner of the tables.',
};

function failure(code: string, ...problems: string[]): Explanation {
  return { code, problems: problems.map((text) => redactSecrets(text)), exitCode: EXIT.failed };
}

/** Phone numbers stay: whoever administers an account typed them. */
function redactSecrets(text: string): string {
  return text.replace(/\S*:\/\/\S+|cm_\w+/g, (part) => redact(part));
}
