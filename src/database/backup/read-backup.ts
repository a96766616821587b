import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  type BackupEnd,
  type BackupHead,
  END,
  END_OF_TABLE,
  HEAD,
  readCopy,
  readEnd,
  readHead,
  unusable,
} from './format';

/** A part of a backup, in the order of the file. */
export type BackupPart =
  | { kind: 'head'; head: BackupHead }
  | { kind: 'table'; table: string; command: string }
  /** Whole lines of the table, with their ends. */
  | { kind: 'rows'; rows: Buffer; count: number }
  | { kind: 'table-end' };

const NEWLINE = 10;

/**
 * Reads a backup part by part.
 * @throws BackupError when it is none, is damaged or ends too early: with the last part, if not before
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const counts: BackupEnd = {};
  let table: string | null = null;
  let end: BackupEnd | null = null;
  let first = true;
  for await (const lines of linesOf(file)) {
    let from = 0;
    while (from < lines.length) {
      if (table !== null) {
        const { rows, count, next, over } = rowsFrom(lines, from);
        counts[table] = (counts[table] ?? 0) + count;
        if (rows.length > 0) yield { kind: 'rows', rows, count };
        if (over) yield { kind: 'table-end' };
        if (over) table = null;
        from = next;
        continue;
      }
      const stop = lines.indexOf(NEWLINE, from);
      const line = lines.toString('utf8', from, stop);
      from = stop + 1;
      if (first) yield { kind: 'head', head: headOf(file, line) };
      first = false;
      const copy = readCopy(line);
      if (line.startsWith(END)) end = endOf(file, line);
      if (!copy) continue;
      table = copy.table;
      counts[table] = 0;
      yield { kind: 'table', ...copy };
    }
  }
  if (!end) throw unusable(file, 'is not complete: its last line is missing');
  for (const name of Object.keys({ ...end, ...counts })) {
    const [there, told] = [counts[name] ?? 0, end[name] ?? 0];
    if (there !== told) throw unusable(file, `is not complete: ${name} should have ${told} rows and has ${there}`);
  }
}

/** The rows that a chunk of lines has from a place on, up to the end of their table. */
function rowsFrom(lines: Buffer, from: number): { rows: Buffer; count: number; next: number; over: boolean } {
  let count = 0;
  for (let at = from; at < lines.length; count++) {
    const stop = lines.indexOf(NEWLINE, at);
    if (stop - at === END_OF_TABLE.length && lines.toString('latin1', at, stop) === END_OF_TABLE) {
      return { rows: lines.subarray(from, at), count, next: stop + 1, over: true };
    }
    at = stop + 1;
  }
  return { rows: lines.subarray(from), count, next: lines.length, over: false };
}

function headOf(file: string, line: string): BackupHead {
  if (!line.startsWith(HEAD)) {
    throw unusable(file, 'is no backup of a Call Manager', 'Name a file that `npx call-manager backup` wrote');
  }
  const head = readHead(line);
  if (!head) throw unusable(file, 'was changed or is damaged: its first line cannot be read');
  if (head.format !== 1) {
    throw unusable(file, 'was written by a later version of the program', 'Restore it by that version');
  }
  return head;
}

function endOf(file: string, line: string): BackupEnd {
  const end = readEnd(line);
  if (!end) throw unusable(file, 'was changed or is damaged: its last line cannot be read');
  return end;
}

/** Chunks of whole lines. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  const bytes = pipeline(createReadStream(file), createGunzip(), () => undefined);
  try {
    for await (const chunk of bytes) {
      const all: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const end = all.lastIndexOf(NEWLINE) + 1;
      if (end > 0) yield all.subarray(0, end);
      rest = all.subarray(end);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw unusable(file, 'is not complete: it breaks off');
    if (code?.startsWith('Z_')) throw unusable(file, 'is no backup of a Call Manager, or is damaged');
    throw unusable(file, `cannot be read (${message})`, 'Name the file of a backup');
  }
}
