import type { CallStatus } from '../../entities/enums';
import type { Domain } from '../domain';
import { isUuid } from '../ids';
import { findPage, type Page, type PageRequest } from '../paging';
import { CALL_COLUMNS, type Call } from './call';

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

/** The account's calls by start time. */
export function listCalls(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  filter: CallListFilter,
  newestFirst: boolean,
  page: PageRequest,
): Promise<Page<Call>> {
  const where = ['c.account_id = $1'];
  const values: unknown[] = [accountId];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    if (value == null) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  add((p) => `c.status = any(${p}::text[])`, filter.status);
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
  return findPage(
    pool,
    {
      columns: CALL_COLUMNS,
      from: 'calls c',
      time: 'c.start_time',
      id: 'c.id',
      where,
      values,
      newestFirst,
      timeOf: (call) => call.startTime,
    },
    page,
  );
}
