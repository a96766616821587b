import { print } from 'graphql';
import { V1GetCallDocument, V1ListCallsDocument } from '../../src/rest/documents.generated';
import { httpRequest, type MakeRequest } from '../load';
import type { Fixture } from './fixture';

/** A read that is measured. */
export interface Read {
  name: string;
  request(fixture: Fixture & Cursors): MakeRequest;
}

/** Cursors far from both ends of the list. */
export interface Cursors {
  cursors: string[];
}

type Sample = Fixture['samples'][number];

const PAGE = 50;
const DAY_MS = 86_400_000;
const midnight = (daysAgo: number) => new Date(Math.floor(Date.now() / DAY_MS - daysAgo) * DAY_MS).toISOString();

/** Whole days, half a year ago. */
export const LONG_AGO = { startDate: midnight(190), endDate: midnight(180) };

/** Filters of the list: of REST's query parameters, and of GraphQL's `filter`. */
const FILTERS: Array<[name: string, filter: (fixture: Fixture) => Record<string, string>]> = [
  ['status, frequent', () => ({ status: 'COMPLETED' })],
  ['status, rare', () => ({ status: 'FAILED' })],
  ['status, live', () => ({ status: 'INITIATED,RINGING,ANSWERED' })],
  ['status, two rare', () => ({ status: 'FAILED,ANSWERED' })],
  ['agentId, frequent', ({ agentIds }) => ({ agentId: agentIds[0] ?? '' })],
  ['agentId, rare', ({ agentIds }) => ({ agentId: agentIds[2] ?? '' })],
  ['contactId', (fixture) => ({ contactId: sample(fixture).contactId })],
  ['campaignId', (fixture) => ({ campaignId: sample(fixture).campaignId })],
  ['toNumber', (fixture) => ({ toNumber: sample(fixture).toNumber })],
  ['ten days', () => LONG_AGO],
  ['ten days, rare agent', ({ agentIds }) => ({ ...LONG_AGO, agentId: agentIds[2] ?? '' })],
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
  { name: 'REST detail', request: (fixture) => () => get(fixture, `/calls/${sample(fixture).id}`) },
  { name: 'REST list', request: (fixture) => () => get(fixture, `/calls?limit=${PAGE}`) },
  {
    name: 'REST list, deep cursor',
    request: (fixture) => () => get(fixture, `/calls?limit=${PAGE}&cursor=${oneOf(fixture.cursors)}`),
  },
  { name: 'GraphQL detail', request: (fixture) => () => graphql(fixture, GET_CALL, { id: sample(fixture).id }) },
  { name: 'GraphQL list', request: (fixture) => () => graphql(fixture, LIST_CALLS, page({}, true)) },
  ...FILTERS.map(
    ([name, filter]): Read => ({
      name: `REST list: ${name}`,
      request: (fixture) => () => get(fixture, `/calls?limit=${PAGE}&${new URLSearchParams(filter(fixture))}`),
    }),
  ),
  ...FILTERS.map(
    ([name, filter]): Read => ({
      name: `GraphQL list: ${name}, no total`,
      request: (fixture) => () => graphql(fixture, LIST_CALLS, page(filter(fixture), false)),
    }),
  ),
  { name: 'account', request: (fixture) => () => get(fixture, '/account') },
  ...USAGES.map(
    ([name, query]): Read => ({
      name: `usage: ${name}`,
      request: (fixture) => () => get(fixture, `/account/usage?${query}`),
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

function sample({ samples }: Fixture): Sample {
  return oneOf(samples);
}

function oneOf<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
