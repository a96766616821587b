import { shaped } from '../answer';
import {
  type InitiateCallInput,
  type V1CallFragment,
  V1EndCallDocument,
  V1GetCallDocument,
  V1InitiateCallDocument,
  V1ListCallsDocument,
  V1PreviewCallDocument,
} from '../documents.generated';
import { PAGE_PARAMETERS, PAGINATION, pageVariables, paginationOf } from '../pagination';
import { notFound, refusalOf } from '../refuse';
import { type RestRequest, route } from '../route';
import { CALL, CALL_DETAIL, presentCall, presentCallDetail } from './present-call';
import { STATUSES } from './statuses';

const SORTS = ['startTime', '-startTime'] as const;

/** What a body says of the call to place. */
const CALL_MEMBERS = ['toNumber', 'agentId', 'contactName', 'contactData', 'fromNumberId'] as const;

export const initiateCall = route({
  method: 'POST',
  path: '/calls',
  summary: 'Initiate a call',
  tag: 'Calls',
  description: `Accepts the call, holds its credits and has the provider dial. What becomes of it is told by events and by the call
itself. Name the call by \`Idempotency-Key\`, and a retry never rings twice: within 24 hours the same name gets the same answer.
Without a name a 500 is safe to repeat all the same, as long as nobody knows whether the call was placed.`,
  body: CALL_MEMBERS,
  document: V1InitiateCallDocument,
  variables: ({ body, header }) => ({
    input: {
      ...callInput(body),
      idempotencyKey: orAbsent(header('Idempotency-Key').replace(/^"(.*)"$/, '$1')) as string | null,
    },
  }),
  present: ({ initiateCall: result }) => {
    if (result.__typename !== 'InitiateCallSuccess') throw refusalOf(result);
    const { call, contact, campaign, message, replayed } = result;
    return {
      data: { call, contact, campaign, message },
      headers: replayed ? { 'Idempotent-Replayed': 'true' } : undefined,
    };
  },
  answer: {
    call: 'initiateCall.call',
    contact: 'initiateCall.contact',
    campaign: 'initiateCall.campaign',
    message: 'initiateCall.message',
  },
});

export const previewCall = route({
  method: 'POST',
  path: '/calls/preview',
  summary: 'Preview a call',
  tag: 'Calls',
  description: `Takes what placing a call takes, and does nothing: shows the agent's texts filled in, what is missing for them, where
and when the number is, the hold, and the verdict of everything that decides.`,
  body: CALL_MEMBERS,
  document: V1PreviewCallDocument,
  variables: ({ body }) => ({ input: callInput(body) }),
  present: ({ previewCall: preview }) => ({ data: preview }),
  answer: 'previewCall',
});

export const listCalls = route({
  method: 'GET',
  path: '/calls',
  summary: 'List calls',
  tag: 'Calls',
  description: 'Newest first. What filters are given narrows the list down; all of them have to hold.',
  query: {
    ...PAGE_PARAMETERS,
    status: 'CallFilter.status',
    agentId: 'CallFilter.agentId',
    campaignId: 'CallFilter.campaignId',
    contactId: 'CallFilter.contactId',
    toNumber: 'CallFilter.toNumber',
    startDate: 'CallFilter.startDate',
    endDate: 'CallFilter.endDate',
    sort: 'By when the call was initiated: `startTime` is oldest first, `-startTime` newest first.',
  },
  document: V1ListCallsDocument,
  variables: ({ query }) => ({
    ...pageVariables(query),
    filter: {
      status: query.words('status', STATUSES),
      agentId: query.text('agentId'),
      campaignId: query.text('campaignId'),
      contactId: query.text('contactId'),
      toNumber: query.phoneNumber('toNumber'),
      startDate: query.date('startDate'),
      endDate: query.date('endDate'),
    },
    direction: query.word('sort', SORTS) === 'startTime' ? ('ASC' as const) : ('DESC' as const),
  }),
  present: ({ calls }, { query }) => ({
    data: { calls: calls.edges.map(({ node }) => presentCall(node)), pagination: paginationOf(calls, query) },
  }),
  answer: { calls: shaped('calls.edges.node', CALL), pagination: PAGINATION },
});

export const getCall = route({
  method: 'GET',
  path: '/calls/:callId',
  summary: 'Get a call, or wait until it has come as far as you like',
  tag: 'Calls',
  description: `With \`waitFor\` the answer comes as soon as the call has come that far, or cannot any more, or the time is up: the
call as it then is.`,
  query: {
    waitFor: 'How far.',
    timeout: 'For so many seconds at most; 30 unless told.',
  },
  document: V1GetCallDocument,
  variables: (request) => {
    waitOf(request);
    return { id: request.params.callId ?? '' };
  },
  present: ({ call }) => {
    if (!call) throw notFound('Call');
    return { data: { call: presentCallDetail(call) } };
  },
  answer: { call: shaped('call', CALL_DETAIL) },
  wait: {
    seconds: (request) => waitOf(request).seconds,
    waitsFor: ({ call }, request) => {
      const { point } = waitOf(request);
      return call && point && !isReached(call, point) ? call.id : null;
    },
  },
});

/** Points that a client may wait for. A call that is over without having come there will not come there. */
const POINTS = ['ANSWERED', 'ENDED', 'ANALYZED'] as const;
type Point = (typeof POINTS)[number];
const MAX_WAIT_SECONDS = 60;
const DEFAULT_WAIT_SECONDS = 30;

function waitOf({ query }: RestRequest): { point: Point | null; seconds: number } {
  const point = query.word('waitFor', POINTS);
  const seconds = query.integer('timeout', 1, MAX_WAIT_SECONDS) ?? DEFAULT_WAIT_SECONDS;
  return { point, seconds };
}

function isReached({ answeredTime, endTime, analysis }: V1CallFragment, point: Point): boolean {
  if (point === 'ANSWERED') return answeredTime !== null || endTime !== null;
  return endTime !== null && (point === 'ENDED' || !['PENDING', 'PROCESSING'].includes(analysis.status));
}

export const endCall = route({
  method: 'POST',
  path: '/calls/:callId/end',
  summary: 'End a call',
  tag: 'Calls',
  description: 'Hangs up, or takes back what is not dialled yet. On a call that is over it changes nothing.',
  document: V1EndCallDocument,
  variables: ({ params }) => ({ id: params.callId ?? '' }),
  present: ({ endCall: result }) => {
    if (result.__typename !== 'EndCallSuccess') throw refusalOf(result);
    return { data: { call: presentCallDetail(result.call) } };
  },
  answer: { call: shaped('endCall.call', CALL_DETAIL) },
});

/** Whatever the body says; what is wrong with it shows when the document runs. */
function callInput(body: RestRequest['body']): InitiateCallInput {
  return {
    toNumber: body.toNumber,
    agentId: body.agentId,
    contactName: orAbsent(body.contactName),
    contactData: orAbsent(body.contactData),
    fromNumberId: orAbsent(body.fromNumberId),
  } as InitiateCallInput;
}

/** `null` and an empty text stand for an absent optional member. */
function orAbsent(value: unknown): unknown {
  return value === '' ? null : value;
}
