import { AnsweredBy, CallStatus, DialState, EndedBy, EndedReason } from '../../entities/enums';
import type { ProviderProgress } from '../../telephony/telephony';
import { surer, withEndOfTalk, withTalkEnd } from './end-of-talk';

/** Everything about a call that events can change. */
export interface CallState {
  status: CallStatus;
  dial: DialState;
  providerSid: string | null;
  answeredTime: Date | null;
  endTime: Date | null;
  durationSeconds: number | null;
  endedReason: EndedReason | null;
  endedBy: EndedBy | null;
  answeredBy: AnsweredBy | null;
  providerMessage: string | null;
  endRequested: boolean;
  /** The latest talk that is known to be over; null: none is. */
  endedTalk: number | null;
  /** Why that talk ended, and the call with it; null: another talk was to follow it. */
  talkEnd: EndedReason | null;
}

/** What decides how facts are read, and is not changed by them. */
export interface CallTerms {
  startTime: Date;
  maxDurationSeconds: number;
  /** The latest of the call's talks; 0: none has begun. */
  talkAttempt: number;
}

/** Something that was learnt about a call. */
export type CallFact =
  | { kind: 'dial-accepted'; sid: string; at: Date; askedBy?: string }
  | { kind: 'dial-refused'; reason: EndedReason; message: string; at: Date }
  | { kind: 'dial-unknown'; message: string; at: Date }
  /** `askedBy`: who asked the provider; it told by itself unless given. */
  | { kind: 'reported'; sid: string; progress: ProviderProgress; at: Date; askedBy?: string }
  | { kind: 'talk-started'; sid: string; at: Date }
  /** Our side ends the talk, or did; with CONTACT_HUNG_UP the line was closed from the other end. */
  | { kind: 'talk-ended'; sid: string; attempt: number; reason: EndedReason; at: Date }
  /** The talk is over, and whom the person is to be connected to has answered. */
  | { kind: 'transfer-answered'; sid: string; attempt: number; at: Date }
  | { kind: 'transfer-ended'; sid: string; attempt: number; connected: boolean; at: Date }
  | { kind: 'answered-by'; sid: string; answeredBy: AnsweredBy; at: Date }
  | { kind: 'end-requested'; at: Date }
  /** `sid` is what was known of the call when it was given up; whoever has learnt more since is right. */
  | { kind: 'given-up'; sid: string | null; at: Date };

/** A fact as it is told. Without a time it has just happened, by the clock of the database: servers' clocks differ, and jump. */
export type ToldFact = CallFact extends infer Fact
  ? Fact extends CallFact
    ? Omit<Fact, 'at'> & { at: Date | null }
    : never
  : never;

/** Whether a fact can end a call, and so move money. */
export function mayEndCall(fact: ToldFact): boolean {
  if (fact.kind === 'reported') return fact.progress.kind === 'ended';
  return fact.kind === 'dial-refused' || fact.kind === 'given-up';
}

/** Whether a fact says what became of a dial, so that no server has it under way any more. */
export function isOutcomeOfDial({ kind }: CallFact): boolean {
  return kind === 'dial-accepted' || kind === 'dial-refused' || kind === 'dial-unknown' || kind === 'given-up';
}

/** Whether a fact is about a talk that a later one has replaced: it may not end what goes on. */
export function isSuperseded(fact: ToldFact, { talkAttempt }: Pick<CallTerms, 'talkAttempt'>): boolean {
  return 'attempt' in fact && fact.attempt < talkAttempt;
}

const RANK: Record<'INITIATED' | 'RINGING' | 'ANSWERED', number> = { INITIATED: 0, RINGING: 1, ANSWERED: 2 };

/** Whether a call of this status is over. */
export function isTerminal(status: CallStatus): boolean {
  return !(status in RANK);
}

/**
 * The state after a fact. It never moves backwards, a terminal status is final, and what a fact adds does not depend on
 * which other facts came before it, so any order, repetition and loss of reports before the last leads to the same end.
 */
export function applyFact(state: CallState, terms: CallTerms, fact: CallFact): CallState {
  if (isSuperseded(fact, terms)) return state;
  switch (fact.kind) {
    case 'dial-accepted':
      return withProvider(state, fact.sid);
    case 'dial-refused':
      return isProven(state) || isTerminal(state.status)
        ? state
        : ended({ ...state, dial: DialState.REFUSED, providerMessage: fact.message }, terms, fact.at, {
            status: CallStatus.FAILED,
            reason: fact.reason,
            by: fact.reason === EndedReason.INTERNAL_ERROR ? EndedBy.PLATFORM : EndedBy.PROVIDER,
          });
    case 'dial-unknown':
      return isProven(state) || isTerminal(state.status)
        ? state
        : { ...state, dial: DialState.UNKNOWN, providerMessage: fact.message };
    case 'talk-started':
      return belongs(state, fact.sid) ? applyStep(withProvider(state, fact.sid), terms, 'answered', fact.at) : state;
    case 'talk-ended':
      return afterTalk(state, terms, fact, fact.reason);
    case 'transfer-answered':
      return afterTalk(state, terms, fact, EndedReason.TRANSFERRED);
    case 'transfer-ended':
      return afterTalk(state, terms, fact, fact.connected ? EndedReason.TRANSFERRED : null);
    case 'answered-by':
      return belongs(state, fact.sid)
        ? withEndOfTalk(
            { ...withProvider(state, fact.sid), answeredBy: surer(state.answeredBy, fact.answeredBy) },
            terms,
          )
        : state;
    case 'end-requested':
      return isTerminal(state.status) ? state : { ...state, endRequested: true };
    case 'given-up':
      return isTerminal(state.status) || state.providerSid !== fact.sid
        ? state
        : ended(state, terms, fact.at, {
            status: CallStatus.FAILED,
            reason: EndedReason.OUTCOME_UNKNOWN,
            by: EndedBy.UNKNOWN,
          });
    case 'reported':
      return belongs(state, fact.sid)
        ? applyProgress(withProvider(state, fact.sid), terms, fact.progress, fact.at)
        : state;
  }
}

/** Whether a report about `sid` can be about this call: a call has one provider id for ever. */
export function belongs(state: Pick<CallState, 'providerSid'>, sid: string): boolean {
  return state.providerSid === null || state.providerSid === sid;
}

function isProven(state: CallState): boolean {
  return state.providerSid !== null;
}

/** Proof that the provider has the call; it also settles whatever the provider said when the outcome was unknown. */
function withProvider(state: CallState, sid: string): CallState {
  if (state.dial === DialState.REFUSED) return state;
  return { ...state, dial: DialState.ACCEPTED, providerSid: state.providerSid ?? sid, providerMessage: null };
}

function applyProgress(state: CallState, terms: CallTerms, progress: ProviderProgress, at: Date): CallState {
  if (progress.kind === 'progress') return applyStep(state, terms, progress.step, at);
  if (isTerminal(state.status)) return state;
  if (progress.outcome === 'completed') return completed(state, terms, progress, at);
  return ended(state, terms, at, unanswered(progress.outcome, state.endRequested));
}

/** The provider asks what to do only once somebody answered, so that, too, says that the call was answered. */
function applyStep(state: CallState, terms: CallTerms, step: 'dialed' | 'ringing' | 'answered', at: Date): CallState {
  const status = { dialed: CallStatus.INITIATED, ringing: CallStatus.RINGING, answered: CallStatus.ANSWERED }[step];
  if (isTerminal(state.status) || rank(status) < rank(state.status)) return state;
  const answeredTime =
    step === 'answered' ? (state.answeredTime ?? notBefore(terms.startTime, at)) : state.answeredTime;
  return { ...state, status, answeredTime };
}

function rank(status: CallStatus): number {
  return RANK[status as keyof typeof RANK];
}

/** The provider's duration is exact where its timestamps are whole seconds: the answer is dated back from the end. */
function completed(
  state: CallState,
  terms: CallTerms,
  report: { durationSeconds: number; answeredBy: AnsweredBy | null },
  at: Date,
): CallState {
  const endTime = notBefore(terms.startTime, at);
  const answeredTime = notBefore(terms.startTime, new Date(endTime.getTime() - report.durationSeconds * 1000));
  return withEndOfTalk(
    {
      ...state,
      status: CallStatus.COMPLETED,
      endTime,
      answeredTime,
      durationSeconds: report.durationSeconds,
      answeredBy: surer(state.answeredBy, report.answeredBy ?? AnsweredBy.UNKNOWN),
    },
    terms,
  );
}

/** @param reason null: the talk ended, but not the call with it */
function afterTalk(
  state: CallState,
  terms: CallTerms,
  { sid, attempt }: { sid: string; attempt: number },
  reason: EndedReason | null,
): CallState {
  if (!belongs(state, sid)) return state;
  return withEndOfTalk(withTalkEnd(withProvider(state, sid), attempt, reason), terms);
}

interface End {
  status: CallStatus;
  reason: EndedReason;
  by: EndedBy;
}

function unanswered(
  outcome: Exclude<Extract<ProviderProgress, { kind: 'ended' }>['outcome'], 'completed'>,
  endRequested: boolean,
): End {
  switch (outcome) {
    case 'busy':
      return { status: CallStatus.BUSY, reason: EndedReason.BUSY, by: EndedBy.CONTACT };
    case 'declined':
      return { status: CallStatus.BUSY, reason: EndedReason.DECLINED, by: EndedBy.CONTACT };
    case 'no-answer':
      return { status: CallStatus.NO_ANSWER, reason: EndedReason.NO_ANSWER, by: EndedBy.CONTACT };
    case 'unreachable':
      return { status: CallStatus.FAILED, reason: EndedReason.UNREACHABLE, by: EndedBy.PROVIDER };
    case 'canceled': {
      const by = endRequested ? EndedBy.API : EndedBy.PROVIDER;
      return { status: CallStatus.FAILED, reason: EndedReason.CANCELED, by };
    }
    case 'failed':
      return { status: CallStatus.FAILED, reason: EndedReason.PROVIDER_ERROR, by: EndedBy.PROVIDER };
  }
}

function ended(state: CallState, terms: CallTerms, at: Date, end: End): CallState {
  return {
    ...state,
    status: end.status,
    endedReason: end.reason,
    endedBy: end.by,
    endTime: notBefore(terms.startTime, at),
    answeredTime: null,
    durationSeconds: 0,
  };
}

/** Provider timestamps are whole seconds and may lie before our own milliseconds. */
function notBefore(earliest: Date, at: Date): Date {
  return at < earliest ? earliest : at;
}
