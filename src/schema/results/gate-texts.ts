import type { Agent } from '../../services/agents/agent';
import type { Refusal } from '../../services/calls/admission';
import type { GateName, Stop } from '../../services/calls/gates';
import type { CallPreview } from '../../services/previews/preview-call';
import { refusalMessage } from './initiate-call';

/** What is said of a gate that is open. */
const OPEN: Readonly<Record<GateName, (preview: CallPreview) => string>> = {
  IDEMPOTENCY_KEY: ({ idempotencyKey }) =>
    idempotencyKey
      ? 'No call has this idempotency key.'
      : 'No idempotency key is given, so the same request would place another call.',
  CONTACT_DATA: () => 'What is kept about the contact has room for what the request adds.',
  AGENT: ({ agent }) => `The agent "${agent?.name}" is approved.`,
  VARIABLES: ({ variables }) =>
    variables.missing.length > 0
      ? 'Something is not known, but the agent calls all the same.'
      : "Everything that the agent's texts need is known.",
  CALLER_ID: ({ fromNumber }) => `The call shows ${fromNumber}.`,
  DIAL_FENCE: () => 'No earlier call to this number is owed an answer.',
  CREDITS: ({ hold, room }) => `Of ${room.balance - room.reserved} available credits the call holds ${hold}.`,
  CONCURRENCY: ({ room }) => `${room.activeCalls} of ${room.concurrentCalls} calls are live.`,
};

/** What is said of a gate of which nobody knows, and what must be so first. */
const UNDECIDED = {
  message: 'It shows when the gates before it are open.',
  remedy: 'See to the gates before it.',
};

/** What a gate says, for people. */
export interface GateText {
  message: string;
  /** What to do about it; null: nothing. */
  remedy: string | null;
}

/** What is said of one gate of a preview. */
export function gateText(preview: CallPreview, verdict: CallPreview['gates'][number]): GateText {
  switch (verdict.state) {
    case 'OPEN':
      return { message: OPEN[verdict.gate](preview), remedy: null };
    case 'UNDECIDED':
      return UNDECIDED;
    case 'CLOSED':
      return stopText(preview, verdict.stop);
  }
}

function stopText(preview: CallPreview, stop: Stop): GateText {
  switch (stop.kind) {
    case 'refused':
      return { message: messageOf(stop.refusal), remedy: remedyOf(preview, stop.refusal) };
    case 'replay':
      return {
        message:
          'The idempotency key stands for an earlier call, which the request would get; nobody would be dialled.',
        remedy: 'Give every call an idempotency key of its own.',
      };
    case 'fenced':
      return {
        message: 'An earlier call is owed an answer. The request would get that call, and nobody would be dialled.',
        remedy: 'Place the call: once its outcome is known and answered, the number can be called anew.',
      };
    case 'later':
      throw new Error('a request that comes alone waits for no other');
  }
}

function messageOf(refusal: Refusal): string {
  return refusal.code === 'BAD_USER_INPUT' ? Object.values(refusal.issues).flat().join('; ') : refusalMessage(refusal);
}

function remedyOf({ agent }: CallPreview, refusal: Refusal): string {
  switch (refusal.code) {
    case 'BAD_USER_INPUT':
      return 'Change the members of the input that `issues` names.';
    case 'AGENT_NOT_FOUND':
      return remedyOfAgent(agent);
    case 'FROM_NUMBER_REQUIRED':
    case 'FROM_NUMBER_NOT_FOUND':
      return 'Name an active number of the account in `fromNumberId`; `phoneNumbers` lists them.';
    case 'INSUFFICIENT_CREDITS':
      return `Have ${refusal.required - refusal.available} more credits granted, or wait until live calls have ended.`;
    case 'CONCURRENCY_LIMIT':
      return 'Wait until a call has ended, or end one.';
    case 'IDEMPOTENCY_KEY_REUSED':
      return 'Give every call an idempotency key of its own, or repeat the first request as it was.';
    case 'IDEMPOTENCY_IN_PROGRESS':
      return 'Repeat the request in a second.';
  }
}

function remedyOfAgent(agent: Agent | null): string {
  switch (agent?.status) {
    case 'DRAFT':
    case 'REJECTED':
      return `The agent is ${agent.status}: submit it and have it approved.`;
    case 'PENDING':
      return 'The agent is PENDING: have it approved.';
    case 'ARCHIVED':
      return 'The agent is ARCHIVED, for good: name another one.';
    default:
      return 'Name an approved agent of the account; `agents` lists them.';
  }
}
