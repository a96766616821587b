import type { Figures, Measurement } from './measure';

const COLUMNS = [
  'scenario',
  'accounts',
  'hand-written/s',
  'product/s',
  'ratio',
  'target',
  'p50 ms',
  'p99 ms',
  'CPU µs',
] as const;

/** The measurements as a Markdown table; where two figures stand, the hand-written server's comes first. */
export function table(measurements: Measurement[]): string {
  const rows = measurements.map(({ scenario, accounts, baseline, product, ratio, target }) => {
    const both = (name: keyof Figures, digits: number) =>
      `${baseline[name].toFixed(digits)} / ${product[name].toFixed(digits)}`;
    return [
      scenario,
      String(accounts),
      baseline.requestsPerSecond.toFixed(0),
      product.requestsPerSecond.toFixed(0),
      ratio.toFixed(2),
      `${target.toFixed(2)} ${ratio >= target ? 'met' : 'MISSED'}`,
      both('p50Ms', 1),
      both('p99Ms', 1),
      both('cpuMicroseconds', 0),
    ];
  });
  return markdownTable(COLUMNS, rows);
}

/** A Markdown table that is easy to read as it stands, too. */
export function markdownTable(columns: readonly string[], rows: string[][]): string {
  const widths = columns.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
