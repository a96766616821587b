import type { Pool } from 'pg';
import { TIMES_AS_TEXTS } from '../database/timestamps';
import { badInput, type Issues } from '../errors';
import type { Domain } from './domain';
import { isUuid } from './ids';
import type { IsoTime } from './iso-time';

/** The arguments of a Relay connection, and `offset` for clients that count pages. */
export interface PageRequest {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  offset?: number | null;
}

/** Rows of one page, in the order of the list. */
export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  cursorOf: (row: Row) => string;
  /** Counts the whole list. */
  count: () => Promise<number>;
}

/** A list that can be paged: rows of one account in the order of a time and, where times are equal, an id. */
export interface ListSource<Row> {
  /** What is listed, which its cursors say: those of another list are refused. */
  list: string;
  columns: string;
  /** Table and alias, for example `calls c`. */
  from: string;
  /** The time column, with alias. */
  time: string;
  /** The id column, with alias. */
  id: string;
  /** The column that says whose a row is, with alias. */
  account: string;
  accountId: string;
  /** Further conditions, all of which must hold, with `$1…` for `values`. */
  where: string[];
  values: unknown[];
  newestFirst: boolean;
  /** Counts the list where there is a better way than to count its rows. */
  count?: () => Promise<number>;
  timeOf: (row: Row) => IsoTime;
}

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;
const MAX_OFFSET = 100_000_000;

/**
 * Reads one page by key, not by position, so cursors stay right while rows are added.
 * @throws AppError BAD_USER_INPUT that names every argument that is wrong
 */
export async function findPage<Row extends { id: string }>(
  { pool, loaders }: Pick<Domain, 'pool' | 'loaders'>,
  source: ListSource<Row>,
  request: PageRequest,
): Promise<Page<Row>> {
  const { size, backwards, cursor, offset } = checked(request, source.list);
  const values = [...source.values];
  const where = [...source.where];
  const descending = source.newestFirst !== backwards;
  if (cursor) {
    values.push(cursor.time, cursor.id);
    const [time, id] = [`$${values.length - 1}`, `$${values.length}`];
    where.push(`(${source.time}, ${source.id}) ${descending ? '<' : '>'} (${time}::timestamptz, ${id}::uuid)`);
  }
  const order = descending ? 'desc' : 'asc';
  const select = (accountId: string) =>
    `select ${source.columns} from ${source.from} where ${[`${source.account} = ${accountId}`, ...where].join(' and ')}
    order by ${source.time} ${order}, ${source.id} ${order} limit ${size + 1} offset ${offset}`;
  const isFirst = values.length === 0 && where.length === 0 && offset === 0;
  const rows = isFirst
    ? await loaders.firstPages.read<Row>(select('k.account_id'), size + 1, source.accountId)
    : await readPage<Row>(pool, select(`$${values.push(source.accountId)}`), values);
  const more = rows.length > size;
  const page = more ? rows.slice(0, size) : rows;
  const skipped = cursor !== null || offset > 0;
  return {
    rows: backwards ? page.toReversed() : page,
    hasNextPage: backwards ? skipped : more,
    hasPreviousPage: backwards ? more : skipped,
    cursorOf: (row) => encode(source.list, source.timeOf(row), row.id),
    count: async () => (more || cursor || page.length === 0 ? count(pool, source) : offset + page.length),
  };
}

async function readPage<Row extends object>(pool: Pool, text: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ text, values, types: TIMES_AS_TEXTS });
  return rows;
}

async function count<Row>(pool: Pool, source: ListSource<Row>): Promise<number> {
  if (source.count) return source.count();
  const { from, account, accountId } = source;
  const values = [...source.values, accountId];
  const where = [`${account} = $${values.length}`, ...source.where].join(' and ');
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int "count" from ${from} where ${where}`,
    values,
  );
  return rows[0]?.count ?? 0;
}

interface Cursor {
  time: string;
  id: string;
}

function checked(
  request: PageRequest,
  list: string,
): { size: number; backwards: boolean; cursor: Cursor | null; offset: number } {
  const issues: Issues = {};
  const { first, last, after, before, offset } = request;
  const backwards = last != null || before != null;
  if (first != null && last != null) issues.last = ['last cannot be used together with first'];
  if (after != null && backwards) issues.after = ['after cannot be used together with last or before'];
  if (before != null && first != null) issues.before = ['before goes with last, not with first'];
  if (offset != null && (after != null || backwards)) {
    issues.offset = ['offset cannot be used together with after, before or last'];
  }
  if (offset != null && (offset < 0 || offset > MAX_OFFSET)) {
    issues.offset = [`offset must be between 0 and ${MAX_OFFSET}; use cursors to go further`];
  }
  const sizes = { first: checkedSize('first', first, issues), last: checkedSize('last', last, issues) };
  const text = backwards ? before : after;
  const cursor = text == null ? null : decode(list, text);
  if (text != null && !cursor) issues[backwards ? 'before' : 'after'] = ['Not a cursor of this list'];
  if (Object.keys(issues).length > 0) throw badInput(issues);
  return { size: backwards ? sizes.last : sizes.first, backwards, cursor, offset: offset ?? 0 };
}

/** How many rows a page is to have; notes an issue if that is not a number that it may have. */
export function checkedSize(name: string, size: number | null | undefined, issues: Issues): number {
  if (size != null && (size < 1 || size > MAX_PAGE_SIZE)) {
    issues[name] = [`${name} must be between 1 and ${MAX_PAGE_SIZE}`];
  }
  return size ?? DEFAULT_PAGE_SIZE;
}

function encode(list: string, time: IsoTime, id: string): string {
  return Buffer.from(`${list} ${time} ${id}`).toString('base64url');
}

function decode(list: string, text: string): Cursor | null {
  const [name, time = '', id = '', ...rest] = Buffer.from(text, 'base64url').toString('latin1').split(' ');
  return name === list && isInstant(time) && isUuid(id) && rest.length === 0 ? { time, id } : null;
}

/** Whether a text is a time as we write it, on a day that there is: the database knows neither February 30 nor year 0. */
function isInstant(text: string): boolean {
  const time = /^(?!0000)\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
