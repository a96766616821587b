import { TIMES_AS_TEXTS } from '../../database/timestamps';
import { inTransaction } from '../../database/transaction';
import { badInput } from '../../errors';
import type { Domain } from '../domain';
import { isUuid } from '../ids';
import { CONTACT_COLUMNS, type Contact } from './contact';
import { bytesOf, MAX_KEPT_BYTES } from './kept-data';

/**
 * Merges `metadata` key by key into what is kept about a contact; a null removes a key. Null: no such contact.
 * @throws AppError BAD_USER_INPUT if there would be too much of it
 */
export async function updateContactMetadata(
  { pool }: Pick<Domain, 'pool'>,
  accountId: string,
  contactId: string,
  metadata: Record<string, unknown>,
): Promise<Contact | null> {
  if (!isUuid(contactId)) return null;
  const removed = Object.keys(metadata).filter((key) => metadata[key] === null);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Contact>({
      name: 'update-contact-metadata',
      text: `update contacts t set metadata = (t.metadata || $3::jsonb) - $4::text[], updated_at = now()
        where account_id = $1 and id = $2 returning ${CONTACT_COLUMNS}`,
      values: [accountId, contactId, JSON.stringify(metadata), removed],
      types: TIMES_AS_TEXTS,
    });
    const contact = rows[0] ?? null;
    if (contact && bytesOf(contact.metadata) > MAX_KEPT_BYTES) {
      throw badInput({ metadata: ['metadata must not be larger than 64 kB together with what is kept already'] });
    }
    return contact;
  });
}
