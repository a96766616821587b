import { AnsweredBy, CallStatus, DialState, EndedBy, EndedReason } from '../../entities/enums';
import type { ProviderProgress } from '../../telephony/telephony';

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
  /** Why our side ended the talk; null: it did not. */
  talkEnd: EndedReason | null;
}

/** What never changes about a call and decides how events are read. */
export interface CallTerms {
  startTime: Date;
  maxDurationSeconds: number;
}

/** Something that was learnt about a call. */
export type CallFact =
  | { kind: 'dial-accepted'; sid: string; at: Date }
  | { kind: 'dial-refused'; reason: EndedReason; message: string; at: Date }
  | { kind: 'dial-unknown'; message: string; at: Date }
  | { kind: 'reported'; sid: string; progress: ProviderProgress; at: Date }
  | { kind: 'talk-started'; sid: string; at: Date }
  /** Our side ends the talk, or did. */
  | { kind: 'talk-ended'; sid: string; reason: EndedReason; at: Date }
  | { kind: 'answered-by'; sid: string; answeredBy: AnsweredBy; at: Date }
  | { kind: 'end-requested'; at: Date }
  /** `sid` is what was known of the call when it was given up; whoever has learnt more since is right. */
  | { kind: 'given-up'; sid: string | null; at: Date };

/** Whether a fact can end a call, and so move money. */
export function mayEndCall(fact: CallFact): boolean {
  if (fact.kind === 'reported') return fact.progress.kind === 'ended';
  return fact.kind === 'dial-refused' || fact.kind === 'given-up';
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
  switch (fact.kind) {
    case 'dial-accepted':
      return withProvider(state, fact.sid);
    case 'dial-refused':
      return isProven(state) || isTerminal(state.status)
        ? state
        : ended({ ...state, dial: DialState.REFUSED, providerMessage: fact.message }, terms, fact.at, {
            status: CallStatus.FAILED,
            reason: fact.reason,
            by: EndedBy.PROVIDER,
          });
    case 'dial-unknown':
      return isProven(state) || isTerminal(state.status)
        ? state
        : { ...state, dial: DialState.UNKNOWN, providerMessage: fact.message };
    case 'talk-started':
      return belongs(state, fact.sid) ? applyStep(withProvider(state, fact.sid), terms, 'answered', fact.at) : state;
    case 'talk-ended':
      return belongs(state, fact.sid)
        ? withEndOfTalk(withTalkEnd(withProvider(state, fact.sid), fact.reason), terms)
        : state;
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
      endedReason: EndedReason.CONTACT_HUNG_UP,
    },
    terms,
  );
}

/** An agent that leaves a message has heard a machine, whether or not the provider was asked to listen for one. */
function withTalkEnd(state: CallState, reason: EndedReason): CallState {
  const talkEnd = firstOf(state.talkEnd, reason);
  const left = reason === EndedReason.VOICEMAIL_LEFT;
  return { ...state, talkEnd, answeredBy: left ? surer(state.answeredBy, AnsweredBy.VOICEMAIL) : state.answeredBy };
}

/** Why a talk ended follows from all that is known, so a late word about it still counts. */
function withEndOfTalk(state: CallState, terms: CallTerms): CallState {
  return state.status === CallStatus.COMPLETED ? { ...state, ...endOfTalk(state, terms) } : state;
}

function endOfTalk(state: CallState, terms: CallTerms): Pick<CallState, 'endedReason' | 'endedBy'> {
  const end = endAsTold(state, terms);
  return isMachine(state) && UNLEFT.includes(end.endedReason)
    ? { ...end, endedReason: EndedReason.VOICEMAIL_NOT_LEFT }
    : end;
}

function endAsTold({ talkEnd, endRequested, durationSeconds }: CallState, { maxDurationSeconds }: CallTerms) {
  if (talkEnd) return { endedReason: talkEnd, endedBy: enderOf(talkEnd) };
  if (endRequested) return { endedReason: EndedReason.ENDED_BY_API, endedBy: EndedBy.API };
  return (durationSeconds ?? 0) >= maxDurationSeconds
    ? { endedReason: EndedReason.TIME_LIMIT, endedBy: EndedBy.PLATFORM }
    : { endedReason: EndedReason.CONTACT_HUNG_UP, endedBy: EndedBy.CONTACT };
}

/** Ends that say of a machine no more than that no message was left on it. */
const UNLEFT: readonly EndedReason[] = [EndedReason.AGENT_ENDED, EndedReason.SILENCE, EndedReason.CONTACT_HUNG_UP];

function isMachine({ answeredBy }: CallState): boolean {
  return answeredBy === AnsweredBy.VOICEMAIL || answeredBy === AnsweredBy.FAX;
}

/** Ends of a talk, whoever is first named of several counting most: then it does not matter which was heard of first. */
const TALK_ENDS: readonly EndedReason[] = [
  EndedReason.TRANSFERRED,
  EndedReason.VOICEMAIL_LEFT,
  EndedReason.VOICEMAIL_NOT_LEFT,
  EndedReason.MODEL_ERROR,
  EndedReason.INTERNAL_ERROR,
  EndedReason.TIME_LIMIT,
  EndedReason.SILENCE,
  EndedReason.AGENT_ENDED,
];

function firstOf(known: EndedReason | null, told: EndedReason): EndedReason {
  return known && TALK_ENDS.indexOf(known) <= TALK_ENDS.indexOf(told) ? known : told;
}

/** Our side ended the talk: the agent by its own decision, or the platform in its place. */
function enderOf(reason: EndedReason): EndedBy {
  const platform = [EndedReason.TIME_LIMIT, EndedReason.MODEL_ERROR, EndedReason.INTERNAL_ERROR];
  return platform.includes(reason) ? EndedBy.PLATFORM : EndedBy.AGENT;
}

const SURENESS: readonly AnsweredBy[] = [AnsweredBy.UNKNOWN, AnsweredBy.HUMAN, AnsweredBy.VOICEMAIL, AnsweredBy.FAX];

/** What is known of who answered, from two reports in any order. */
function surer(known: AnsweredBy | null, told: AnsweredBy): AnsweredBy {
  return known && SURENESS.indexOf(known) >= SURENESS.indexOf(told) ? known : told;
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
