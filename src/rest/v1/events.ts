import { shaped } from '../answer';
import { V1ListCallEventsDocument, type V1ListCallEventsQuery, V1ListEventsDocument } from '../documents.generated';
import { feedPagination, PAGE_PARAMETERS, PAGINATION, pageSize } from '../pagination';
import type { QueryReader } from '../query';
import { notFound } from '../refuse';
import { route } from '../route';
import { EVENT, presentEvent } from './present-event';
import { presentTurn } from './present-turn';

/** The query parameters of a feed. */
const FEED_PARAMETERS = {
  limit: PAGE_PARAMETERS.limit,
  cursor: 'The `nextCursor` of what was read before: the list goes on behind it.',
  lastEventId: 'Where a stream goes on, for clients that cannot send `Last-Event-ID`.',
} as const;

/** Events of a stream that are read at once. */
const AT_ONCE = 100;

export const listEvents = route({
  method: 'GET',
  path: '/events',
  summary: 'List what happens to the calls of the account, or follow it',
  tag: 'Events',
  description: `What webhooks carry, oldest first. With \`Accept: text/event-stream\` it is a stream of what happens from now on,
or from behind \`Last-Event-ID\`, in which nothing is missed.`,
  query: FEED_PARAMETERS,
  document: V1ListEventsDocument,
  variables: ({ query }) => ({ first: pageSize(query), after: cursorOf(query) }),
  present: ({ events }, { query }) => ({
    data: {
      events: events.edges.map(({ node }) => presentEvent(node)),
      pagination: feedPagination(query, events.pageInfo.hasNextPage, events.pageInfo.endCursor),
    },
  }),
  answer: { events: shaped('events.edges.node', EVENT), pagination: PAGINATION },
  follow: {
    // Who wants what has been reads the list, and follows from its cursor.
    variables: (_request, position) => ({ first: AT_ONCE, after: position ?? 'now' }),
    tell: ({ events: { edges, pageInfo } }) => ({
      callId: null,
      events: edges.map(({ cursor, node }) => {
        const data = presentEvent(node);
        return { id: cursor, event: data.event, data };
      }),
      position: pageInfo.endCursor ?? '',
      hasMore: pageInfo.hasNextPage,
      isOver: false,
    }),
  },
});

export const listCallEvents = route({
  method: 'GET',
  path: '/calls/:callId/events',
  summary: 'List what happened to a call, or follow it',
  tag: 'Events',
  description: `The milestones of a call, oldest first. With \`Accept: text/event-stream\` it is a stream from the beginning, or from
behind \`Last-Event-ID\`: events \`call_event\`, and \`transcript_turn\` when a turn begins and again when it is complete. It
ends when the call is over and all is told.`,
  query: FEED_PARAMETERS,
  document: V1ListCallEventsDocument,
  variables: ({ params, query }) => ({
    id: params.callId ?? '',
    first: pageSize(query),
    after: cursorOf(query),
    turns: false,
  }),
  present: (data, { query }) => {
    const { entries, endCursor, hasMore } = callOf(data).timeline;
    return {
      data: {
        events: entries.flatMap(({ event }) => event ?? []),
        pagination: feedPagination(query, hasMore, endCursor),
      },
    };
  },
  answer: { events: 'call.timeline.entries.event!', pagination: PAGINATION },
  follow: {
    variables: ({ params }, after) => ({ id: params.callId ?? '', first: AT_ONCE, after, turns: true }),
    tell: (data) => {
      const { id, timeline } = callOf(data);
      const { entries, endCursor, hasMore, isOver } = timeline;
      return {
        callId: id,
        events: entries.map(({ cursor, event, turn }) =>
          turn
            ? { id: cursor, event: 'transcript_turn', data: presentTurn(turn) }
            : { id: cursor, event: 'call_event', data: event ?? {} },
        ),
        position: endCursor,
        hasMore,
        isOver,
      };
    },
  },
});

/** Where a list goes on. A stream goes on elsewhere; but what is wrong with that is wrong for both. */
function cursorOf(query: QueryReader): string | null {
  query.text('lastEventId');
  return query.text('cursor');
}

function callOf({ call }: V1ListCallEventsQuery) {
  if (!call) throw notFound('Call');
  return call;
}
