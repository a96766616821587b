import type { AgentStatus, CampaignStatus } from '../entities/enums';
import { AGENT_COLUMNS, type Agent } from './agents/agent';
import { CAMPAIGN_COLUMNS, type Campaign } from './campaigns/campaign';
import { CONTACT_COLUMNS, type Contact } from './contacts/contact';
import type { Domain } from './domain';
import type { IsoTime } from './iso-time';
import { findPage, type Page, type PageRequest } from './paging';
import { PHONE_NUMBER_COLUMNS, type PhoneNumber } from './phone-numbers/phone-number';

type Lists = Pick<Domain, 'pool' | 'loaders'>;

/** The account's agents, newest first. */
export function listAgents(
  domain: Lists,
  accountId: string,
  filter: { status?: AgentStatus[] | null },
  page: PageRequest,
): Promise<Page<Agent>> {
  return listNewest(domain, AGENT_COLUMNS, 'agents', accountId, { status: filter.status }, page);
}

/** The account's caller ids, newest first. */
export function listPhoneNumbers(domain: Lists, accountId: string, page: PageRequest): Promise<Page<PhoneNumber>> {
  return listNewest(domain, PHONE_NUMBER_COLUMNS, 'phone_numbers', accountId, {}, page);
}

/** The people whom the account has called, newest first. */
export function listContacts(
  domain: Lists,
  accountId: string,
  filter: { phoneNumber?: string | null },
  page: PageRequest,
): Promise<Page<Contact>> {
  const phoneNumbers = filter.phoneNumber ? [filter.phoneNumber] : null;
  return listNewest(domain, CONTACT_COLUMNS, 'contacts', accountId, { phone_number: phoneNumbers }, page);
}

/** The account's campaigns, newest first. */
export function listCampaigns(
  domain: Lists,
  accountId: string,
  filter: { status?: CampaignStatus[] | null },
  page: PageRequest,
): Promise<Page<Campaign>> {
  return listNewest(domain, CAMPAIGN_COLUMNS, 'campaigns', accountId, { status: filter.status }, page);
}

function listNewest<Row extends { id: string; createdAt: IsoTime }>(
  domain: Lists,
  columns: string,
  table: string,
  accountId: string,
  oneOf: Record<string, readonly string[] | null | undefined>,
  page: PageRequest,
): Promise<Page<Row>> {
  const where: string[] = [];
  const values: unknown[] = [];
  for (const [column, allowed] of Object.entries(oneOf)) {
    if (!allowed) continue;
    values.push(allowed);
    where.push(`t.${column} = any($${values.length}::text[])`);
  }
  return findPage(
    domain,
    {
      ...{ list: table, columns, from: `${table} t`, account: 't.account_id', accountId, where, values },
      ...{ time: 't.created_at', id: 't.id', newestFirst: true, timeOf: (row: Row) => row.createdAt },
    },
    page,
  );
}
