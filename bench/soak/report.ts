import { describeMachine } from '../machine';
import { markdownTable } from '../report';
import { quantile } from '../statistics';
import type { SoakOptions } from './options';
import { endedWell, type Outcomes } from './outcomes';
import { type Trend, trendsOf } from './verdict';
import type { Watched } from './watch';

/** What a soak came to. */
export interface Results extends Watched {
  options: SoakOptions;
  /** The most requests a second that the server kept up with; null when the rate was given. */
  most: number | null;
  /** Requests a second during the soak. */
  rate: number;
  /** Of the calls that were placed, warm-up included. */
  outcomes: Outcomes;
}

/** Writes the results as JSON and returns them as a text for people. */
export function report(results: Results, write: (json: string) => void): string {
  const { options, most, rate, outcomes, samples, errors } = results;
  const machine = describeMachine();
  const trends = trendsOf(samples);
  const flat = trends.every((trend) => trend.flat) && endedWell(outcomes);
  const kinds = [...results.latencies].map(([kind, latencies]) => ({
    kind,
    requests: latencies.length,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }));
  const { snapshots: _, ...shown } = options;
  const summary = { at: new Date(), machine, options: shown, most, rate, outcomes, flat, errors };
  write(`${JSON.stringify({ ...summary, trends, kinds, samples }, null, 2)}\n`);
  return [
    markdownTable(
      ['request', 'number', 'p50 ms', 'p99 ms'],
      kinds.map(({ kind, requests, p50Ms, p99Ms }) => [kind, String(requests), p50Ms.toFixed(1), p99Ms.toFixed(1)]),
    ),
    '',
    markdownTable(['figure', 'first third', 'last third', 'change an hour', 'flat'], trends.map(row)),
    '',
    `${rate} requests a second${most ? ` of at most ${most}` : ''}`,
    `${outcomes.calls} calls, ${outcomes.unfinished} unfinished, ended badly: ${JSON.stringify(outcomes.badly)}`,
    `errors: ${JSON.stringify(errors)}`,
    `${machine.cpus} CPUs, Node ${machine.node}, load average ${machine.loadAverage.map((n) => n.toFixed(1))}`,
    `verdict: ${flat ? 'flat' : 'NOT FLAT'}`,
    '',
  ].join('\n');
}

function row({ what, firstThird, lastThird, slopeAnHour, flat }: Trend): string[] {
  return [what, firstThird.toFixed(1), lastThird.toFixed(1), slopeAnHour.toFixed(1), flat ? 'yes' : 'NO'];
}
