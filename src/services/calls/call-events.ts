import { AnsweredBy, CallEventType, type CallStatus, DialState, EndedReason } from '../../entities/enums';
import { belongs, type CallFact, type CallState, isTerminal } from './call-state';

/** A milestone to be written on a call's timeline. */
export interface NewCallEvent {
  type: CallEventType;
  status: CallStatus;
  source: string;
  occurredAt: Date;
  detail: Record<string, unknown> | null;
}

/** The milestones that a fact brings. A milestone that the call has already is not written twice. */
export function eventsOf(fact: CallFact, source: string, before: CallState, after: CallState): NewCallEvent[] {
  const event = (type: CallEventType, detail: Record<string, unknown> | null = null): NewCallEvent => ({
    type,
    status: after.status,
    source,
    occurredAt: fact.at,
    detail,
  });
  if (isMoot(fact, after)) return [];
  const events: NewCallEvent[] = [];
  if (before.dial === DialState.UNKNOWN && after.dial !== DialState.UNKNOWN) {
    const late = isTerminal(before.status) ? { late: true } : {};
    events.push(event(CallEventType.RECONCILED, { how: evidenceOf(fact), by: source, ...askerOf(fact), ...late }));
  }
  const milestone = milestoneOf(fact);
  if (milestone && (milestone.type !== CallEventType.ENDED || isTerminal(after.status))) {
    events.push(event(milestone.type, milestone.detail ?? null));
  }
  return events;
}

/** How it came to be known whether a call was dialled. */
function evidenceOf(fact: CallFact): 'reply' | 'list' | 'callback' {
  if (askerOf(fact).askedBy !== undefined) return 'list';
  return fact.kind === 'dial-accepted' || fact.kind === 'dial-refused' ? 'reply' : 'callback';
}

function askerOf(fact: CallFact): { askedBy?: string } {
  return 'askedBy' in fact && fact.askedBy !== undefined ? { askedBy: fact.askedBy } : {};
}

/** Whether a fact is about another call of the provider, or doubts what is proven. */
function isMoot(fact: CallFact, after: CallState): boolean {
  if (fact.kind === 'dial-unknown') return after.dial !== DialState.UNKNOWN;
  return 'sid' in fact && fact.sid !== null && !belongs(after, fact.sid);
}

interface Milestone {
  type: CallEventType;
  detail?: Record<string, unknown>;
}

function talkEnded(reason: EndedReason): Milestone {
  return { type: CallEventType.TALK_ENDED, detail: { reason } };
}

function milestoneOf(fact: CallFact): Milestone | null {
  switch (fact.kind) {
    case 'dial-accepted':
      return { type: CallEventType.DIALED };
    case 'dial-refused':
      return { type: CallEventType.ENDED, detail: { reason: fact.reason, providerMessage: fact.message } };
    case 'dial-unknown':
      return { type: CallEventType.OUTCOME_UNKNOWN, detail: { providerMessage: fact.message } };
    case 'talk-started':
      return { type: CallEventType.TALK_STARTED };
    case 'talk-ended':
      return fact.reason === EndedReason.CONTACT_HUNG_UP ? null : talkEnded(fact.reason);
    case 'transfer-answered':
      return null;
    case 'transfer-ended':
      return fact.connected ? talkEnded(EndedReason.TRANSFERRED) : null;
    case 'answered-by':
      return fact.answeredBy === AnsweredBy.VOICEMAIL || fact.answeredBy === AnsweredBy.FAX
        ? { type: CallEventType.MACHINE_DETECTED, detail: { answeredBy: fact.answeredBy } }
        : null;
    case 'end-requested':
      return null;
    case 'given-up':
      return {
        type: CallEventType.ENDED,
        detail: { reason: EndedReason.OUTCOME_UNKNOWN, how: fact.sid === null ? 'deadline' : 'question' },
      };
    case 'reported':
      return fact.progress.kind === 'progress'
        ? { type: STEPS[fact.progress.step] }
        : { type: CallEventType.ENDED, detail: { outcome: fact.progress.outcome, ...askerOf(fact) } };
  }
}

const STEPS = {
  dialed: CallEventType.DIALED,
  ringing: CallEventType.RINGING,
  answered: CallEventType.ANSWERED,
} as const;
