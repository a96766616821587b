import type { PoolClient } from 'pg';
import { inSnapshot } from '../../database/transaction';
import { AGENT_COLUMNS, type Agent } from '../agents/agent';
import { storedSettings } from '../agents/stored-settings';
import type { AdmissionFacts, AdmissionRequest, Room } from '../calls/admission';
import { readFacts } from '../calls/admission-facts';
import { READ_ROOM } from '../calls/admission-sql';
import { CONTACT_COLUMNS, type Contact } from '../contacts/contact';
import { dataOfRequest } from '../contacts/kept-data';
import type { Domain } from '../domain';

/** All that a preview is made of, as of one instant. */
export interface ReadPreview {
  facts: AdmissionFacts;
  room: Room;
  /** Of the account, whatever its status; null: there is none. */
  agent: Agent | null;
  contact: Contact | null;
  /** What the call would be written with, in the form that the database gives to it. */
  written: {
    contactData: Record<string, unknown> | null;
    /** What would be kept about the contact from then on. */
    additionalData: Record<string, unknown>;
  };
}

/** Reads what a preview is made of, in a transaction that cannot write. */
export async function readPreview(domain: Domain, request: AdmissionRequest): Promise<ReadPreview> {
  const [rooms, [facts], agent, person] = await inSnapshot(domain.pool, (client) =>
    Promise.all([
      client.query<Room>({ name: 'read-room', text: READ_ROOM, values: [[request.accountId]] }),
      readFacts(client, [request], domain),
      readAgent(client, request),
      readPerson(client, request),
    ]),
  );
  const room = rooms.rows[0];
  if (!room || !facts) throw new Error(`account ${request.accountId} has no balance`);
  return { facts, room, agent, ...person };
}

async function readAgent(client: PoolClient, { accountId, agentId }: AdmissionRequest): Promise<Agent | null> {
  const { rows } = await client.query<Agent>({
    name: 'preview-agent',
    text: `select ${AGENT_COLUMNS} from agents t where t.account_id = $1 and t.id = $2`,
    values: [accountId, agentId],
  });
  const agent = rows[0];
  return agent ? { ...agent, settings: storedSettings(agent.settings) } : null;
}

/** Data goes the way that it goes when a call is written: the database orders the members of objects. */
const READ_PERSON = `
select ${CONTACT_COLUMNS}, r.contact_data "contactData", coalesce(t.additional_data, '{}') || r.added "written"
from (select $1::uuid "account_id", $2::text "phone_number", $3::jsonb "contact_data", $4::jsonb "added") r
left join contacts t on t.account_id = r.account_id and t.phone_number = r.phone_number`;

interface PersonRow extends Omit<Contact, 'id'> {
  id: string | null;
  contactData: Record<string, unknown> | null;
  written: Record<string, unknown>;
}

async function readPerson(
  client: PoolClient,
  request: AdmissionRequest,
): Promise<Pick<ReadPreview, 'contact' | 'written'>> {
  const { accountId, toNumber, contactData } = request;
  const { rows } = await client.query<PersonRow>({
    name: 'preview-person',
    text: READ_PERSON,
    values: [accountId, toNumber, contactData && JSON.stringify(contactData), JSON.stringify(dataOfRequest(request))],
  });
  const { contactData: data = null, written = {}, id, ...row } = (rows[0] ?? {}) as PersonRow;
  return { contact: id ? { ...row, id } : null, written: { contactData: data, additionalData: written } };
}
