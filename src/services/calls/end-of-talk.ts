import { AnsweredBy, CallStatus, EndedBy, EndedReason } from '../../entities/enums';
import type { CallState, CallTerms } from './call-state';

/**
 * The state once a talk is known to be over. The latest talk decides; of several words about the same one the first in
 * {@link TALK_ENDS} does, so that it does not matter which was heard of first.
 * @param reason null: the call goes on with another talk
 */
export function withTalkEnd(state: CallState, talk: number, reason: EndedReason | null): CallState {
  if (state.endedTalk !== null && talk < state.endedTalk) return state;
  const talkEnd = talk === state.endedTalk ? firstOf(state.talkEnd, reason) : reason;
  // An agent that leaves a message has heard a machine, whether or not the provider was asked to listen for one.
  const left = reason === EndedReason.VOICEMAIL_LEFT;
  const answeredBy = left ? surer(state.answeredBy, AnsweredBy.VOICEMAIL) : state.answeredBy;
  return { ...state, endedTalk: talk, talkEnd, answeredBy };
}

/** Why an answered call ended follows from all that is known, so a late word about it still counts. */
export function withEndOfTalk(state: CallState, terms: CallTerms): CallState {
  if (state.status !== CallStatus.COMPLETED) return state;
  const end = endAsTold(state, terms);
  const unleft = isMachine(state) && UNLEFT.includes(end.endedReason);
  return { ...state, ...end, endedReason: unleft ? EndedReason.VOICEMAIL_NOT_LEFT : end.endedReason };
}

/**
 * The provider says of an answered call no more than that it is over. Who ended it is what we asked for or have seen; if
 * neither says anything, nobody of ours was there to see it.
 */
function endAsTold(state: CallState, { maxDurationSeconds, talkAttempt }: CallTerms) {
  const { endedTalk, talkEnd, endRequested, durationSeconds } = state;
  const told = endedTalk !== null && endedTalk >= talkAttempt ? talkEnd : null;
  if (told && told !== EndedReason.CONTACT_HUNG_UP) return { endedReason: told, endedBy: enderOf(told) };
  if (endRequested) return { endedReason: EndedReason.ENDED_BY_API, endedBy: EndedBy.API };
  if ((durationSeconds ?? 0) >= maxDurationSeconds) return by(EndedBy.PLATFORM, EndedReason.TIME_LIMIT);
  return told ? by(EndedBy.CONTACT, told) : by(EndedBy.PLATFORM, EndedReason.INTERNAL_ERROR);
}

function by(endedBy: EndedBy, endedReason: EndedReason) {
  return { endedReason, endedBy };
}

/** Our side ended the talk: the agent by its own decision, or the platform in its place. */
function enderOf(reason: EndedReason): EndedBy {
  const platform = [EndedReason.TIME_LIMIT, EndedReason.MODEL_ERROR, EndedReason.INTERNAL_ERROR];
  return platform.includes(reason) ? EndedBy.PLATFORM : EndedBy.AGENT;
}

/** Ends that say of a machine no more than that no message was left on it. */
const UNLEFT: readonly EndedReason[] = [EndedReason.AGENT_ENDED, EndedReason.SILENCE, EndedReason.CONTACT_HUNG_UP];

function isMachine({ answeredBy }: CallState): boolean {
  return answeredBy === AnsweredBy.VOICEMAIL || answeredBy === AnsweredBy.FAX;
}

/** Ends of a talk, the surest first: a transfer may fail although somebody has answered, and who hangs up comes last. */
const TALK_ENDS: ReadonlyArray<EndedReason | null> = [
  null,
  EndedReason.TRANSFERRED,
  EndedReason.VOICEMAIL_LEFT,
  EndedReason.VOICEMAIL_NOT_LEFT,
  EndedReason.MODEL_ERROR,
  EndedReason.INTERNAL_ERROR,
  EndedReason.TIME_LIMIT,
  EndedReason.SILENCE,
  EndedReason.AGENT_ENDED,
  EndedReason.CONTACT_HUNG_UP,
];

function firstOf(known: EndedReason | null, told: EndedReason | null): EndedReason | null {
  return TALK_ENDS.indexOf(known) <= TALK_ENDS.indexOf(told) ? known : told;
}

const SURENESS: readonly AnsweredBy[] = [AnsweredBy.UNKNOWN, AnsweredBy.HUMAN, AnsweredBy.VOICEMAIL, AnsweredBy.FAX];

/** What is known of who answered, from two reports in any order. */
export function surer(known: AnsweredBy | null, told: AnsweredBy): AnsweredBy {
  return known && SURENESS.indexOf(known) >= SURENESS.indexOf(told) ? known : told;
}
