import type { Pool } from 'pg';
import { inStatement } from '../../database/transaction';
import { EndedReason } from '../../entities/enums';
import type { VoiceSettings } from '../../telephony/speech';
import { storedSettings } from '../agents/stored-settings';
import { isSuperseded, type ToldFact } from '../calls/call-state';
import type { CallRef } from '../calls/lock-calls';
import type { Domain } from '../domain';
import { render, rulesOnTheCall } from '../prompts/render';
import { cutOff } from '../transcripts/cut-off';
import type { TalkRef } from '../transcripts/store-turn';
import { commonTexts } from './common-texts';
import { spokenTexts } from './spoken-texts';

/** How the next talk of a call is to be opened. */
export interface Opening {
  /** False: there is to be no talk any more, and the person has to be told. */
  possible: boolean;
  /** Counts from 1. */
  attempt: number;
  voice: VoiceSettings;
  /** What is said if no talk is possible, because something is broken. Before the first word it is free, and not in the agent's words. */
  apology(): string;
  /** The same, because a transfer failed once more. */
  notConnected: string;
}

/** A call whose line breaks, or whose transfer fails, again and again is given up after so many talks. */
export const MAX_TALKS = 3;

/**
 * The call was answered and the provider asks what to do.
 * @returns null when there is no such call, or it is over or to be ended
 */
export async function startTalk(domain: Domain, ref: CallRef, sid: string): Promise<Opening | null> {
  const learnt = await domain.facts.learn(ref, 'call-manager', { kind: 'talk-started', sid, at: null });
  if (!learnt || learnt.after.providerSid !== sid || learnt.after.endTime !== null || learnt.after.endRequested) {
    return null;
  }
  return nextTalk(domain.pool, ref, 0);
}

interface OpeningRow {
  talks: number;
  broken: boolean;
  turns: number;
  language: string;
  voice: string | null;
  settings: Record<string, unknown>;
}

/**
 * What opens the talk after those that a live call had; null: the call is over, or its latest talk has ended it in order. What was
 * told late of the end of an earlier one does not count: the person was given another talk since.
 * @param failed the talk that failed, which counts although no socket may ever have asked for it
 */
export async function nextTalk(pool: Pool, { accountId, callId }: CallRef, failed: number): Promise<Opening | null> {
  const { rows } = await pool.query<OpeningRow>({
    name: 'next-talk',
    text: `
      select greatest(c.talk_attempt, $3) "talks", e.ended and c.talk_end = $4 "broken", c.turns,
        v.language, v.voice, v.settings
      from calls c
      join agent_versions v on v.account_id = c.account_id and v.agent_id = c.agent_id and v.version = c.agent_version
      cross join lateral (select c.talk_end is not null and c.ended_talk >= greatest(c.talk_attempt, $3)) e (ended)
      where c.account_id = $1 and c.id = $2 and c.end_time is null and not c.end_requested
        and (not e.ended or c.talk_end = $4)`,
    values: [accountId, callId, failed, EndedReason.INTERNAL_ERROR],
  });
  const row = rows[0];
  if (!row) return null;
  const settings = storedSettings(row.settings);
  const { interruptible, sensitivity: interruptSensitivity } = settings.interruption;
  const voice = { language: row.language, voice: row.voice, ...settings.speech, interruptible, interruptSensitivity };
  const texts = spokenTexts(row.language, settings);
  return {
    possible: row.talks < MAX_TALKS && !row.broken,
    attempt: row.talks + 1,
    voice,
    // Nothing is looked up for somebody who has waited so long: variables have their defaults, or are left blank.
    apology: () =>
      row.turns === 0
        ? commonTexts(row.language).apology
        : render(texts.apology, {}, rulesOnTheCall(settings.variables)),
    notConnected: texts.notConnectedGoodbye,
  };
}

/** A talk that is one socket's. */
export interface TalkClaim {
  /** The provider's id of the call; null: not known yet. */
  sid: string | null;
  /** The call's last talk that had a socket before; 0: none had. */
  previous: number;
}

/**
 * Takes a call's talk for one socket. Of several that want the same one gets it, and whoever had an earlier one loses it: what was
 * still being said there was cut off, since nothing of it is written any more.
 * @returns `taken` when somebody has it, `unknown` when no such call is live
 */
export async function claimTalk(
  pool: Pool,
  { accountId, callId }: CallRef,
  attempt: number,
): Promise<TalkClaim | 'taken' | 'unknown'> {
  const { rows } = await inStatement<TalkClaim & { claimed: boolean }>(pool, {
    name: 'claim-talk',
    text: `
      with live as (
        select * from calls where account_id = $1 and id = $2 and end_time is null for update
      ), claim as (
        update calls c set talk_attempt = $3, language = v.language
        from live, agent_versions v
        where c.account_id = live.account_id and c.id = live.id and live.talk_attempt < $3
          and v.account_id = live.account_id and v.agent_id = live.agent_id and v.version = live.agent_version
        returning c.account_id, c.id, live.talk_attempt "previous"
      ), unfinished as (
        update transcript_turns t set ${cutOff('now()')}
        from claim k
        where k.previous > 0 and t.account_id = k.account_id and t.call_id = k.id and t.duration_ms is null
      )
      select live.provider_sid "sid", live.talk_attempt "previous", exists (select from claim) "claimed" from live`,
    values: [accountId, callId, attempt],
  });
  const row = rows[0];
  if (!row) return 'unknown';
  return row.claimed ? { sid: row.sid, previous: row.previous } : 'taken';
}

/**
 * A talk ends, and the call with it.
 * @param reason CONTACT_HUNG_UP: the line was closed from the other end, by whomever
 * @returns false when a later talk has taken the call over, and nothing was written
 */
export function endTalk(
  domain: Pick<Domain, 'facts'>,
  ref: TalkRef,
  sid: string,
  reason: EndedReason,
): Promise<boolean> {
  return learn(domain, ref, { kind: 'talk-ended', sid, attempt: ref.attempt, reason, at: null });
}

/**
 * Whom a person is to be connected to has answered, so the talk was over. That alone says so if nobody is told how the transfer
 * ended. @returns as {@link endTalk}
 */
export function answerTransfer(domain: Pick<Domain, 'facts'>, ref: TalkRef, sid: string): Promise<boolean> {
  return learn(domain, ref, { kind: 'transfer-answered', sid, attempt: ref.attempt, at: null });
}

/** The person was connected and that is over; or they could not be, and the call may go on. @returns as {@link endTalk} */
export function endTransfer(
  domain: Pick<Domain, 'facts'>,
  ref: TalkRef,
  sid: string,
  connected: boolean,
): Promise<boolean> {
  return learn(domain, ref, { kind: 'transfer-ended', sid, attempt: ref.attempt, connected, at: null });
}

async function learn({ facts }: Pick<Domain, 'facts'>, ref: TalkRef, fact: ToldFact): Promise<boolean> {
  const learnt = await facts.learn(ref, 'call-manager', fact);
  return learnt !== null && !isSuperseded(fact, learnt.call);
}
