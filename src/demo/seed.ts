import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { ADVISORY_LOCKS } from '../database/advisory-locks';
import { prepareDataDir } from '../database/embedded';
import { inTransaction } from '../database/transaction';
import { API_KEY_FORMAT, createApiKey, hashApiKey } from '../services/accounts/api-keys';
import { createAccount } from '../services/accounts/create-account';
import { SCOPES } from '../services/accounts/scopes';
import { createAgent } from '../services/agents/create-agent';
import { grantCredits } from '../services/credits/grant-credits';
import { addPhoneNumber } from '../services/phone-numbers/add-phone-number';
import { DEMO_AGENT } from './agent';

/** What an explorer needs to place a call. Written to `DATA_DIR/demo.json`, for nobody else to read. */
export interface Demo {
  url: string;
  graphqlUrl: string;
  apiKey: string;
  accountId: string;
  agentId: string;
  fromNumberId: string;
}

const CREDITS = 10_000;
/** Twilio's own number that is always valid to call from. Twilio, test credentials. */
const FROM_NUMBER = '+15005550006';

/** The demo account, made on the first start with a simulated carrier; its key is kept in `demo.json` only. */
export async function ensureDemo(pool: Pool, dataDir: string, url: string): Promise<Demo> {
  await prepareDataDir(dataDir);
  const known = readDemo(dataDir);
  const demo = await inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.demo]);
    const rows = (await findDemo(client)) ?? (await createDemo(client));
    const key = known && (await isValid(client, known.apiKey, rows.accountId)) ? known.apiKey : null;
    const apiKey = key ?? (await createApiKey(client, { accountId: rows.accountId, name: 'demo', scopes: SCOPES })).key;
    return { url, graphqlUrl: `${url}/graphql`, apiKey, ...rows };
  });
  const file = path.join(dataDir, 'demo.json');
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return demo;
}

/** Reads `demo.json`; null when there is none that can be used. */
export function readDemo(dataDir: string): Demo | null {
  const file = path.join(dataDir, 'demo.json');
  if (!existsSync(file)) return null;
  try {
    const demo = JSON.parse(readFileSync(file, 'utf8')) as Demo;
    return API_KEY_FORMAT.test(demo.apiKey) ? demo : null;
  } catch {
    return null;
  }
}

type DemoRows = Pick<Demo, 'accountId' | 'agentId' | 'fromNumberId'>;

async function findDemo(client: PoolClient): Promise<DemoRows | undefined> {
  const { rows } = await client.query<DemoRows>(
    `select a.id "accountId", g.id "agentId", g.from_number_id "fromNumberId"
     from accounts a join agents g on g.account_id = a.id where a.demo order by g.created_at limit 1`,
  );
  return rows[0];
}

async function createDemo(client: PoolClient): Promise<DemoRows> {
  const { id: accountId } = await createAccount(client, {
    name: 'Demo',
    email: 'demo@example.com',
    ownerName: 'Demo',
    demo: true,
  });
  await grantCredits(client, { accountId, amount: CREDITS, reason: 'demo' });
  const { id: fromNumberId } = await addPhoneNumber(client, { accountId, phoneNumber: FROM_NUMBER, label: 'Demo' });
  const { id: agentId } = await createAgent(client, { ...DEMO_AGENT, accountId, fromNumberId });
  return { accountId, agentId, fromNumberId };
}

async function isValid(client: PoolClient, key: string, accountId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select 1 from api_keys where account_id = $1 and hash = $2 and revoked_at is null and scopes @> $3',
    [accountId, hashApiKey(key), SCOPES],
  );
  return rowCount === 1;
}
