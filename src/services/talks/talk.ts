import type { Pool } from 'pg';
import type { EndedReason } from '../../entities/enums';
import type { VoiceSettings } from '../../telephony/speech';
import { storedSettings } from '../agents/stored-settings';
import type { CallRef } from '../calls/lock-calls';
import type { Domain } from '../domain';

/** How the next talk of a call is to be opened. */
export interface Opening {
  /** Counts from 1. */
  attempt: number;
  voice: VoiceSettings;
  apology: string;
}

/** A line that breaks again and again is given up after so many talks. */
export const MAX_TALKS = 3;

/**
 * The call was answered and the provider asks what to do.
 * @returns null when there is no such call, or it is over or to be ended
 */
export async function startTalk(domain: Domain, ref: CallRef, sid: string): Promise<Opening | null> {
  const learnt = await domain.facts.learn(ref, 'call-manager', { kind: 'talk-started', sid, at: new Date() });
  if (!learnt || learnt.after.providerSid !== sid || learnt.after.endTime !== null || learnt.after.endRequested) {
    return null;
  }
  return nextTalk(domain.pool, ref, 0);
}

interface OpeningRow {
  talks: number;
  language: string;
  voice: string | null;
  settings: Record<string, unknown>;
}

/**
 * What opens the talk after those that a live call had; null: the call is over, or was ended by our side.
 * @param failed the talk that failed, which counts although no socket may ever have asked for it
 */
export async function nextTalk(pool: Pool, { accountId, callId }: CallRef, failed: number): Promise<Opening | null> {
  const { rows } = await pool.query<OpeningRow>({
    name: 'next-talk',
    text: `
      select greatest(c.talk_attempt, $3) "talks", v.language, v.voice, v.settings
      from calls c
      join agent_versions v on v.account_id = c.account_id and v.agent_id = c.agent_id and v.version = c.agent_version
      where c.account_id = $1 and c.id = $2 and c.end_time is null and c.talk_end is null and not c.end_requested`,
    values: [accountId, callId, failed],
  });
  const row = rows[0];
  if (!row) return null;
  const { speech, interruption, apology } = storedSettings(row.settings);
  const { interruptible, sensitivity: interruptSensitivity } = interruption;
  const voice = { language: row.language, voice: row.voice, ...speech, interruptible, interruptSensitivity };
  return { attempt: row.talks + 1, voice, apology };
}

/**
 * Takes a call's talk for one socket. Of several that want the same one gets it, and whoever had an earlier one loses it.
 * @returns the provider's id of the call, if it is known; `taken` when somebody has it, `unknown` when no such call is live
 */
export async function claimTalk(
  pool: Pool,
  { accountId, callId }: CallRef,
  attempt: number,
): Promise<{ sid: string | null } | 'taken' | 'unknown'> {
  const { rows } = await pool.query<{ sid: string | null; claimed: boolean }>({
    name: 'claim-talk',
    text: `
      with claim as (
        update calls c set talk_attempt = $3, language = v.language
        from agent_versions v
        where c.account_id = $1 and c.id = $2 and c.talk_attempt < $3 and c.end_time is null
          and v.account_id = c.account_id and v.agent_id = c.agent_id and v.version = c.agent_version
        returning c.id
      )
      select c.provider_sid "sid", exists (select from claim) "claimed" from calls c
      where c.account_id = $1 and c.id = $2 and c.end_time is null`,
    values: [accountId, callId, attempt],
  });
  const row = rows[0];
  if (!row) return 'unknown';
  return row.claimed ? { sid: row.sid } : 'taken';
}

/** Our side ends the talk. */
export async function endTalk(
  { facts }: Pick<Domain, 'facts'>,
  ref: CallRef,
  sid: string,
  reason: EndedReason,
): Promise<void> {
  await facts.learn(ref, 'call-manager', { kind: 'talk-ended', sid, reason, at: new Date() });
}
