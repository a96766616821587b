import { isDeepStrictEqual } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../database/transaction';
import { AgentStatus } from '../../entities/enums';
import type { Ref } from '../loaders';
import { assertUsable } from '../phone-numbers/assert-usable';
import { type AgentContent, contentValues } from './agent-content';
import { type AgentFields, type FieldRules, readAgentFields } from './agent-fields';
import { withKeptSecrets } from './kept-secrets';
import { type AgentSettings, DEFAULT_SETTINGS } from './settings';
import { storedSettings } from './stored-settings';
import { assertInUse, type LockedAgent, lockAgent, showVersion, writeVersion } from './versions';

/** What of an agent is to change, as a client writes it; what is absent stays, and a null is the default. */
export type AgentChanges = { [Name in Exclude<keyof AgentFields, 'settings'>]?: unknown } & {
  fromNumberId?: string | null;
  /** Each member that is given replaces what was there. */
  settings?: unknown;
};

/**
 * Changes an agent. The name changes at once, and so does the price, where the rules let it be set; all else becomes a new version, a draft, and an agent that is approved goes
 * on with the version it has until the new one is. What changes nothing makes no version.
 * @throws AppError NOT_FOUND, CONFLICT when it is archived, FROM_NUMBER_NOT_FOUND, or BAD_USER_INPUT with every issue
 */
export function updateAgent(
  pool: Pool,
  agent: Ref,
  { fromNumberId, ...changes }: AgentChanges,
  rules: Omit<FieldRules, 'partial'>,
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const locked = await lockAgent(client, agent);
    assertInUse(locked);
    const before = storedSettings(locked.latest.settings);
    const given = { ...changes, settings: mergedSettings(before, changes.settings) };
    const { name, creditsPerMinute, ...fields } = readAgentFields(given, { ...rules, partial: true });
    if (fromNumberId) await assertUsable(client, agent.accountId, fromNumberId);
    await changeAtOnce(client, agent, { name, creditsPerMinute });
    const content: AgentContent = { ...locked.latest, ...fields };
    if (fromNumberId !== undefined) content.fromNumberId = fromNumberId?.toLowerCase() || null;
    await propose(client, agent, locked, content);
  });
}

/**
 * The settings as they would be; what is wrong with what is given is left to see. A tool that is not given its secret headers
 * keeps them.
 */
function mergedSettings(before: AgentSettings, given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const members = Object.entries(withKeptSecrets(given, before)).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(members) };
}

async function changeAtOnce(
  client: PoolClient,
  { accountId, id }: Ref,
  { name, creditsPerMinute }: Pick<Partial<AgentFields>, 'name' | 'creditsPerMinute'>,
): Promise<void> {
  await client.query(
    `update agents set name = coalesce($3, name), credits_per_minute = coalesce($4, credits_per_minute), updated_at = now()
     where account_id = $1 and id = $2 and (name <> $3 or credits_per_minute <> $4)`,
    [accountId, id, name ?? null, creditsPerMinute ?? null],
  );
}

async function propose(
  client: PoolClient,
  agent: Ref,
  { status, latest }: LockedAgent,
  content: AgentContent,
): Promise<void> {
  if (isDeepStrictEqual(comparable(content), comparable(latest))) return;
  const version = latest.version + 1;
  await writeVersion(client, agent, version, content);
  if (status !== AgentStatus.APPROVED) await showVersion(client, agent, version, AgentStatus.DRAFT);
}

/** As it would be read again: in jsonb members have no order. */
function comparable({ settings, ...content }: AgentContent): unknown[] {
  const asJson: unknown = JSON.parse(JSON.stringify(storedSettings(settings)));
  return [...contentValues({ ...content, settings: DEFAULT_SETTINGS }), asJson];
}
