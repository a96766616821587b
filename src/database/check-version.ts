import type { Pool } from 'pg';

const OLDEST = 15;

/** @throws Error with what to do when the database is older than the product needs */
export async function checkVersion(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num');
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major < OLDEST) {
    throw new Error(`DATABASE_URL names a PostgreSQL ${major}; version ${OLDEST} or later is needed.`);
  }
}
