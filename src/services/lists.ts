import type { AgentStatus, CampaignStatus } from '../entities/enums';
import { AGENT_COLUMNS, type Agent } from './agents/agent';
import { CAMPAIGN_COLUMNS, type Campaign } from './campaigns/campaign';
import { CONTACT_COLUMNS, type Contact } from './contacts/contact';
import type { Domain } from './domain';
import type { IsoTime } from './iso-time';
import { findPage, type Page, type PageRequest } from './paging';
import { PHONE_NUMBER_COLUMNS, type PhoneNumber } from './phone-numbers/phone-number';

type Pooled = Pick<Domain, 'pool'>;

/** The account's agents, newest first. */
export function listAgents(
  domain: Pooled,
  accountId: string,
  filter: { status?: AgentStatus[] | null },
  page: PageRequest,
): Promise<Page<Agent>> {
  return listNewest(domain, AGENT_COLUMNS, 'agents', accountId, { status: filter.status }, page);
}

/** The account's caller ids, newest first. */
export function listPhoneNumbers(domain: Pooled, accountId: string, page: PageRequest): Promise<Page<PhoneNumber>> {
  return listNewest(domain, PHONE_NUMBER_COLUMNS, 'phone_numbers', accountId, {}, page);
}

/** The people whom the account has called, newest first. */
export function listContacts(
  domain: Pooled,
  accountId: string,
  filter: { phoneNumber?: string | null },
  page: PageRequest,
): Promise<Page<Contact>> {
  const phoneNumbers = filter.phoneNumber ? [filter.phoneNumber] : null;
  return listNewest(domain, CONTACT_COLUMNS, 'contacts', accountId, { phone_number: phoneNumbers }, page);
}

/** The account's campaigns, newest first. */
export function listCampaigns(
  domain: Pooled,
  accountId: string,
  filter: { status?: CampaignStatus[] | null },
  page: PageRequest,
): Promise<Page<Campaign>> {
  return listNewest(domain, CAMPAIGN_COLUMNS, 'campaigns', accountId, { status: filter.status }, page);
}

function listNewest<Row extends { id: string; createdAt: IsoTime }>(
  { pool }: Pooled,
  columns: string,
  table: string,
  accountId: string,
  oneOf: Record<string, readonly string[] | null | undefined>,
  page: PageRequest,
): Promise<Page<Row>> {
  const where = ['t.account_id = $1'];
  const values: unknown[] = [accountId];
  for (const [column, allowed] of Object.entries(oneOf)) {
    if (!allowed) continue;
    values.push(allowed);
    where.push(`t.${column} = any($${values.length}::text[])`);
  }
  const timeOf = (row: Row) => row.createdAt;
  const time = 't.created_at';
  return findPage(
    pool,
    { list: table, columns, from: `${table} t`, time, id: 't.id', where, values, newestFirst: true, timeOf },
    page,
  );
}
