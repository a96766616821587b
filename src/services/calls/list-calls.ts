import type { CallStatus } from '../../entities/enums';
import type { Domain } from '../domain';
import { isUuid } from '../ids';
import { findPage, type Page, type PageRequest } from '../paging';
import { CALL_COLUMNS, CALL_SUMMARY_COLUMNS, type CallSummary, isSummary } from './call';
import { countCalls, isSummed } from './count-calls';

/** Which calls to list; what is absent does not filter. */
export interface CallListFilter {
  status?: CallStatus[] | null;
  agentId?: string | null;
  campaignId?: string | null;
  contactId?: string | null;
  toNumber?: string | null;
  /** Start time, inclusive. */
  startDate?: Date | null;
  /** Start time, exclusive. */
  endDate?: Date | null;
}

/** In which order calls are listed, and what of them is wanted. */
export interface CallListing {
  newestFirst: boolean;
  /** Names of the fields that clients select. */
  wanted: { has(field: string): boolean };
}

/** The account's calls by start time: all of a {@link Call} where more is wanted than its summary. */
export function listCalls(
  domain: Pick<Domain, 'pool' | 'loaders'>,
  accountId: string,
  filter: CallListFilter,
  { newestFirst, wanted }: CallListing,
  page: PageRequest,
): Promise<Page<CallSummary>> {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value == null) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  const backwards = page.last != null || page.before != null;
  const statuses = [...new Set(filter.status)];
  let from = 'calls c';
  if (filter.status && statuses.length === 0) where.push('false');
  else if (statuses.length === 1) add((p) => `c.status = ${p}`, statuses[0]);
  else if (statuses.length > 1) from = oneOfStatuses(statuses, values, newestFirst !== backwards);
  for (const [column, id] of [
    ['agent_id', filter.agentId],
    ['campaign_id', filter.campaignId],
    ['contact_id', filter.contactId],
  ]) {
    if (id && !isUuid(id)) where.push('false');
    else add((p) => `c.${column} = ${p}::uuid`, id || null);
  }
  add((p) => `c.to_number = ${p}`, filter.toNumber);
  add((p) => `c.start_time >= ${p}`, filter.startDate);
  add((p) => `c.start_time < ${p}`, filter.endDate);
  const isWhole = where.length === 0 && values.length === 0;
  const count = () => (isWhole ? domain.loaders.callCount.load(accountId) : countCalls(domain.pool, accountId, filter));
  return findPage(
    domain,
    {
      list: 'calls',
      columns: isSummary(wanted) ? CALL_SUMMARY_COLUMNS : CALL_COLUMNS,
      from,
      account: 'c.account_id',
      accountId,
      time: 'c.start_time',
      id: 'c.id',
      where,
      values,
      newestFirst,
      count: isSummed(filter) ? count : undefined,
      timeOf: (call) => call.startTime,
    },
    page,
  );
}

/**
 * Calls of several statuses, each status a table of its own in the order of the list, which the database merges: as
 * `status = any (…)` it has to guess whether to read all calls in order or to sort all of these, and a wrong guess reads millions.
 */
function oneOfStatuses(statuses: CallStatus[], values: unknown[], descending: boolean): string {
  const order = descending ? 'desc' : 'asc';
  const tables = statuses.map(
    (status) =>
      `(select * from calls where status = $${values.push(status)} order by start_time ${order}, id ${order})`,
  );
  return `(${tables.join(' union all ')}) c`;
}
