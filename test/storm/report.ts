import { markdownTable } from '../../bench/report';
import type { StormCheck } from './checks/check';

/** What a storm came to. */
export interface StormReport {
  seed: number;
  /** How long things went wrong. */
  seconds: number;
  /** How long it took until everybody was there. */
  startSeconds: number;
  /** All in all, with the wait for quiet. */
  tookSeconds: number;
  /** Orders by clients, and calls that came of them. */
  figures: Record<string, number>;
  /** What went wrong, and how often. */
  mishaps: Record<string, number>;
  /** What clients were answered, and how often. */
  answers: Record<string, number>;
  checks: StormCheck[];
  /** Whether every check found nothing. */
  ok: boolean;
}

/** The report for people. */
export function describeReport({
  seed,
  seconds,
  tookSeconds,
  figures,
  mishaps,
  answers,
  checks,
  ok,
}: StormReport): string {
  const counts = (title: string, of: Record<string, number>) =>
    markdownTable(
      [title, 'number'],
      Object.entries(of)
        .toSorted()
        .map(([name, number]) => [name, String(number)]),
    );
  const broken = checks.filter(({ violations }) => violations > 0);
  return [
    `storm --seed ${seed} --seconds ${seconds}, ${tookSeconds} s in all`,
    markdownTable(
      ['', 'number'],
      Object.entries(figures).map(([name, number]) => [name, String(number)]),
    ),
    counts('went wrong', mishaps),
    counts('answer', answers),
    markdownTable(
      ['check', 'violations', 'what must hold'],
      checks.map((c) => [c.check, String(c.violations), c.rule]),
    ),
    ...broken.map(({ check, named }) => `${check}:\n${named.map((one) => `  ${one}\n`).join('')}`),
    ok ? 'Nothing was lost, and nobody was called twice.' : `${broken.length} check(s) found what must not be.`,
    '',
  ].join('\n\n');
}
