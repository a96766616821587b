import type { Domain } from '../domain';
import { isUuid } from '../ids';
import { CONTACT_COLUMNS, type Contact } from './contact';

/** Merges `metadata` key by key into what is kept about a contact; a null removes a key. Null: no such contact. */
export async function updateContactMetadata(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  contactId: string,
  metadata: Record<string, unknown>,
): Promise<Contact | null> {
  if (!isUuid(contactId)) return null;
  const removed = Object.keys(metadata).filter((key) => metadata[key] === null);
  const { rows } = await pool.query<Contact>({
    name: 'update-contact-metadata',
    text: `update contacts t set metadata = (t.metadata || $3::jsonb) - $4::text[], updated_at = now()
      where account_id = $1 and id = $2 returning ${CONTACT_COLUMNS}`,
    values: [accountId, contactId, JSON.stringify(metadata), removed],
  });
  return rows[0] ?? null;
}
