import type { Answer } from './clients';

/** Where the outage began and ended, in milliseconds since the clients began. */
export interface Outage {
  from: number;
  to: number;
}

/** How fast the server told that it could do nothing, and how soon it could again. */
export interface Findings {
  /** The slowest answer to a request that was sent during the outage, or was under way when it began, in milliseconds. */
  slowestMs: number;
  /** From the return of the database to the first success of each kind of request, in milliseconds; null: none came. */
  recoveryMs: number | null;
  /** Answers that are none of 200, 503 with `Retry-After`, and 500 with an unknown outcome. */
  odd: Answer[];
}

/** Reads the answers of clients that asked throughout an outage. */
export function findings(answers: readonly Answer[], { from, to }: Outage): Findings {
  const during = answers.filter(({ at, ms }) => at < to && at + ms > from);
  const firsts = [...new Set(answers.map(({ kind }) => kind))].map((kind) => {
    const first = answers.filter(
      (answer) => answer.kind === kind && answer.status === 200 && answer.at + answer.ms > to,
    );
    return Math.min(...first.map(({ at, ms }) => at + ms)) - to;
  });
  const recovery = Math.max(...firsts);
  return {
    slowestMs: Math.max(0, ...during.map(({ ms }) => ms)),
    recoveryMs: Number.isFinite(recovery) ? recovery : null,
    odd: answers.filter((answer) => !isRegular(answer)),
  };
}

function isRegular({ status, retryAfter, body }: Answer): boolean {
  if (status === 200) return !body.includes('"errors"');
  if (status === 503) return retryAfter !== null && /"success":false|"UNAVAILABLE"/.test(body);
  return status === 500 && body.includes('outcome is unknown');
}

/** What came back in each second, by status. */
export function timeline(answers: readonly Answer[], { from, to }: Outage): string {
  const statuses = [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b);
  const seconds = Math.ceil(Math.max(...answers.map(({ at, ms }) => at + ms)) / 1000);
  const row = (cells: unknown[]) => cells.map((cell) => String(cell).padStart(9)).join('');
  const lines = [row(['second', ...statuses.map((status) => status || 'none'), 'slowest'])];
  for (let second = 0; second < seconds; second++) {
    const own = answers.filter(({ at, ms }) => Math.floor((at + ms) / 1000) === second);
    const counts = statuses.map((status) => own.filter((answer) => answer.status === status).length || '.');
    const slowest = own.length > 0 ? `${Math.round(Math.max(...own.map(({ ms }) => ms)))} ms` : '';
    const away = second >= Math.floor(from / 1000) && second <= Math.floor(to / 1000);
    lines.push(`${row([second, ...counts, slowest])}${away ? '  database away' : ''}`);
  }
  return lines.join('\n');
}
