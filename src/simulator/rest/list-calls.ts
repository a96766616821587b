import type { Account } from '../calls/accounts';
import type { Call } from '../calls/call';
import type { CallRegister } from '../calls/call-register';
import { callResource } from './call-resource';
import { readFilters } from './list-filters';
import { TwilioError } from './twilio-error';

const DEFAULT_PAGE_SIZE = 50;
const MOST_PAGE_SIZE = 1000;

/**
 * One page of an account's calls, newest first, in Twilio's envelope. A page token is the place between two calls where
 * the page begins (`PA`) or ends (`PB`), so that calls made meanwhile move nothing.
 */
export function listCalls(register: CallRegister, account: Account, query: URLSearchParams): Record<string, unknown> {
  const size = readWholeNumber(query, 'PageSize', DEFAULT_PAGE_SIZE, 1, MOST_PAGE_SIZE);
  const page = readWholeNumber(query, 'Page', 0, 0, Number.MAX_SAFE_INTEGER);
  const isWanted = readFilters(query);
  const calls = register.newestFirst().filter((call) => call.account.sid === account.sid && isWanted(call));
  const start = startOf(calls, page, size, query.get('PageToken'));
  const shown = calls.slice(start, start + size);
  const [first, last] = [shown.at(0), shown.at(-1)];

  const path = `/2010-04-01/Accounts/${account.sid}/Calls.json`;
  const uriOf = (number: number, token?: string): string => `${path}?${pageQuery(query, size, number, token)}`;
  return {
    calls: shown.map(callResource),
    first_page_uri: uriOf(0),
    next_page_uri: last !== undefined && start + size < calls.length ? uriOf(page + 1, `PA${last.ordinal}`) : null,
    previous_page_uri: first !== undefined && page > 0 && start > 0 ? uriOf(page - 1, `PB${first.ordinal}`) : null,
    page,
    page_size: size,
    start: page * size,
    end: page * size + Math.max(0, shown.length - 1),
    uri: uriOf(page, query.get('PageToken') ?? undefined),
  };
}

/** Where the page begins in the list. */
function startOf(calls: readonly Call[], page: number, size: number, token: string | null): number {
  if (!token) return page * size;
  const [, side, ordinal] = /^P([AB])(\d+)$/.exec(token) ?? [];
  if (side === undefined) throw new TwilioError(20001, `PageToken ${token}`);
  const older = calls.findIndex((call) => call.ordinal < Number(ordinal));
  const after = older === -1 ? calls.length : older;
  if (side === 'A') return after;
  const before = calls.findIndex((call) => call.ordinal <= Number(ordinal));
  return Math.max(0, (before === -1 ? calls.length : before) - size);
}

function pageQuery(query: URLSearchParams, size: number, page: number, token?: string): string {
  const result = new URLSearchParams(query);
  result.set('PageSize', String(size));
  result.set('Page', String(page));
  if (token === undefined) result.delete('PageToken');
  else result.set('PageToken', token);
  return result.toString();
}

function readWholeNumber(query: URLSearchParams, name: string, otherwise: number, least: number, most: number): number {
  const text = query.get(name);
  if (!text) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least) throw new TwilioError(20001, `${name} ${text}`);
  return Math.min(value, most);
}
