/** Lines of a name and a value, the values below one another. */
export function fields(rows: Record<string, unknown>): string {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  return Object.entries(rows)
    .map(([name, value]) => `${name.padEnd(width)}  ${shown(value).replaceAll('\n', `\n${' '.repeat(width + 2)}`)}\n`)
    .join('');
}

/** A table with a line of headings; `nothing` is said when it has no rows. */
export function table(rows: Array<Record<string, unknown>>, nothing: string): string {
  const first = rows[0];
  if (!first) return `${nothing}\n`;
  const heads = Object.keys(first);
  const lines = [heads.map((head) => head.toUpperCase()), ...rows.map((row) => heads.map((head) => shown(row[head])))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  return value instanceof Date ? value.toISOString() : String(value);
}
