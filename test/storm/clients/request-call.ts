import { graphqlClient, restClient } from '../../support/client';
import { INITIATE } from '../../support/graphql-documents';
import type { Acknowledged, Door, Order } from './order';

/** What came of asking once. */
export type CallAnswer =
  /** `text` is the same whenever the answer is. */
  | { kind: 'acknowledged'; call: Acknowledged; text: string }
  /** It may ring, or not; `callId` is the call that another request gets. */
  | { kind: 'unknown'; callId: string }
  /** Asking again makes no sense. */
  | { kind: 'refused' }
  | { kind: 'later'; seconds: number | null };

/** An answer, and how the table names it. */
export interface Answered {
  answer: CallAnswer;
  name: string;
}

/**
 * Asks for a call once.
 * @throws Error when there is no answer
 */
export function requestCall(order: Order, door: Door, url: string, signal: AbortSignal): Promise<Answered> {
  return door === 'rest' ? byRest(order, url, signal) : byGraphql(order, url, signal);
}

function inputOf({ to, agentId, from, contactName, contactData }: Order) {
  return { toNumber: to, agentId, fromNumberId: from.id, contactName, contactData };
}

async function byRest(order: Order, url: string, signal: AbortSignal): Promise<Answered> {
  const { idempotencyKey, account } = order;
  const headers: Record<string, string> = idempotencyKey === null ? {} : { 'Idempotency-Key': idempotencyKey };
  const answer = await restClient(url, account.key, signal).post('/calls', inputOf(order), headers);
  const { status, body, text } = answer;
  const replayed = answer.headers.get('Idempotent-Replayed') === 'true';
  const name = `${status} ${status === 200 ? (replayed ? 'replayed' : 'placed') : (body?.error ?? '')}`;
  if (status === 200) return { name, answer: { kind: 'acknowledged', call: body.data.call, text } };
  if (body?.callId && isUnknown(body.details)) {
    return { name: `${status} outcome unknown`, answer: { kind: 'unknown', callId: body.callId } };
  }
  return { name, answer: isFinal(status, body) ? { kind: 'refused' } : later(answer.headers) };
}

/** A definite failure of the provider is a 500 too, which names the call. */
function isFinal(status: number, body: { callId?: string } | undefined): boolean {
  return [400, 401, 402, 403, 404, 422].includes(status) || body?.callId !== undefined;
}

function isUnknown(details: unknown): boolean {
  return typeof details === 'string' && details.includes('outcome is unknown');
}

function later(headers: Headers): CallAnswer {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return { kind: 'later', seconds: Number.isFinite(seconds) ? seconds : null };
}

async function byGraphql(order: Order, url: string, signal: AbortSignal): Promise<Answered> {
  const { idempotencyKey, account } = order;
  const input = { ...inputOf(order), ...(idempotencyKey === null ? {} : { idempotencyKey }) };
  const { status, body, headers } = await graphqlClient(url, account.key, signal)(INITIATE, { input });
  const result = body?.data?.initiateCall;
  if (result?.__typename === 'InitiateCallSuccess') {
    const { replayed, ...same } = result;
    const answer: CallAnswer = { kind: 'acknowledged', call: same.call, text: JSON.stringify(same) };
    return { name: `GraphQL ${replayed ? 'replayed' : 'placed'}`, answer };
  }
  const code = result?.code ?? body?.errors?.[0]?.extensions?.code ?? '';
  const name = `GraphQL ${status === 200 ? '' : `${status} `}${code}`;
  if (result?.outcomeKnown === false && result.failed) {
    return { name, answer: { kind: 'unknown', callId: result.failed.id } };
  }
  const again = ['CONCURRENCY_LIMIT', 'IDEMPOTENCY_IN_PROGRESS', 'OUTCOME_UNKNOWN'].includes(code);
  return { name, answer: result && !again ? { kind: 'refused' } : later(headers) };
}
