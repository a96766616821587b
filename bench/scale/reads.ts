import { print } from 'graphql';
import { V1GetCallDocument, V1ListCallsDocument } from '../../src/rest/documents.generated';
import { httpRequest, type MakeRequest } from '../load';
import type { Fixture } from './fixture';

/** A read that is measured. */
export interface Read {
  name: string;
  request(subject: Subject): MakeRequest;
  /** Whether each request is about another call. */
  sampled?: boolean;
}

/** What is read. */
export interface Subject extends Fixture {
  /** Cursors far from both ends of the list. */
  cursors: string[];
  /** The call that is asked about next. */
  sample(): Fixture['samples'][number];
}

/** A filter of REST's query parameters, and of GraphQL's `filter`. */
interface Filter {
  name: string;
  of(subject: Subject): Record<string, string>;
  sampled?: boolean;
}

const PAGE = 50;
const DAY_MS = 86_400_000;
const midnight = (daysAgo: number) => new Date(Math.floor(Date.now() / DAY_MS - daysAgo) * DAY_MS).toISOString();

/** Whole days, half a year ago. */
export const LONG_AGO = { startDate: midnight(190), endDate: midnight(180) };

const FILTERS: Filter[] = [
  { name: 'status, frequent', of: () => ({ status: 'COMPLETED' }) },
  { name: 'status, rare', of: () => ({ status: 'FAILED' }) },
  { name: 'status, live', of: () => ({ status: 'INITIATED,RINGING,ANSWERED' }) },
  { name: 'status, two rare', of: () => ({ status: 'FAILED,ANSWERED' }) },
  { name: 'agentId, frequent', of: ({ agentIds }) => ({ agentId: agentIds[0] ?? '' }) },
  { name: 'agentId, rare', of: ({ agentIds }) => ({ agentId: agentIds[2] ?? '' }) },
  { name: 'contactId', of: ({ sample }) => ({ contactId: sample().contactId }), sampled: true },
  { name: 'campaignId', of: ({ sample }) => ({ campaignId: sample().campaignId }) },
  { name: 'toNumber', of: ({ sample }) => ({ toNumber: sample().toNumber }), sampled: true },
  { name: 'ten days', of: () => LONG_AGO },
  { name: 'ten days, rare agent', of: ({ agentIds }) => ({ ...LONG_AGO, agentId: agentIds[2] ?? '' }) },
];

const USAGES: Array<[name: string, query: string]> = [
  ...['day', 'month', 'agent', 'status', 'hour'].map((by): [string, string] => [`30 days by ${by}`, `groupBy=${by}`]),
  ['a day by hour', `groupBy=hour&startDate=${midnight(2)}&endDate=${midnight(1)}`],
  ['a year by month', `groupBy=month&startDate=${midnight(364)}&endDate=${midnight(0)}`],
];

const GET_CALL = print(V1GetCallDocument);
const LIST_CALLS = print(V1ListCallsDocument);

/** Everything that is measured. A first page by REST counts its list; a page by cursor, or by GraphQL here, does not. */
export const READS: Read[] = [
  { name: 'REST detail', request: (subject) => () => get(subject, `/calls/${subject.sample().id}`), sampled: true },
  { name: 'REST list', request: (subject) => () => get(subject, `/calls?limit=${PAGE}`) },
  {
    name: 'REST list, deep cursor',
    request: (subject) => () => get(subject, `/calls?limit=${PAGE}&cursor=${oneOf(subject.cursors)}`),
  },
  {
    name: 'GraphQL detail',
    request: (subject) => () => graphql(subject, GET_CALL, { id: subject.sample().id }),
    sampled: true,
  },
  { name: 'GraphQL list', request: (subject) => () => graphql(subject, LIST_CALLS, page({}, true)) },
  ...FILTERS.map(
    ({ name, of, sampled }): Read => ({
      name: `REST list: ${name}`,
      request: (subject) => () => get(subject, `/calls?limit=${PAGE}&${new URLSearchParams(of(subject))}`),
      sampled,
    }),
  ),
  ...FILTERS.map(
    ({ name, of, sampled }): Read => ({
      name: `GraphQL list: ${name}, no total`,
      request: (subject) => () => graphql(subject, LIST_CALLS, page(of(subject), false)),
      sampled,
    }),
  ),
  { name: 'account', request: (subject) => () => get(subject, '/account') },
  ...USAGES.map(
    ([name, query]): Read => ({
      name: `usage: ${name}`,
      request: (subject) => () => get(subject, `/account/usage?${query}`),
    }),
  ),
];

function page({ status, ...filter }: Record<string, string>, count: boolean): object {
  const statuses = status ? { status: status.split(',') } : {};
  return { first: PAGE, after: null, offset: 0, filter: { ...filter, ...statuses }, direction: 'DESC', count };
}

function get({ key }: Fixture, path: string): string {
  return httpRequest('GET', `/api/v1${path}`, key);
}

function graphql({ key }: Fixture, query: string, variables: object): string {
  return httpRequest('POST', '/graphql', key, JSON.stringify({ query, variables }));
}

/** Any of some values. */
export function oneOf<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
