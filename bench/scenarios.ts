import { print } from 'graphql';
import { V1GetCallDocument, V1ListCallsDocument } from '../src/rest/documents.generated';
import { randomNumber, type Tenant } from './fixture';
import { httpRequest, type MakeRequest } from './load';

/** Whose calls a scenario is about. */
export type Spread = 'one' | 'many';

/** Something that is measured: what each server is sent, and how much faster than the baseline the product should be. */
export interface Scenario {
  name: string;
  target: Record<Spread, number>;
  /** How the two answers are compared before anything is measured. */
  compare: 'text' | 'graphql-call' | 'graphql-calls' | 'shape';
  baseline(tenants: Tenant[]): MakeRequest;
  product(tenants: Tenant[]): MakeRequest;
}

export const WRITES = { name: 'writes alone', target: { one: 3, many: 1.2 } };

const PAGE = 50;

const detail = (tenants: Tenant[]) => () => {
  const tenant = oneOf(tenants);
  return httpRequest('GET', `/api/v1/calls/${oneOf(tenant.callIds)}`, tenant.key);
};

const list = (tenants: Tenant[]) => () => httpRequest('GET', `/api/v1/calls?limit=${PAGE}`, oneOf(tenants).key);

const initiate = (tenants: Tenant[]) => () => {
  const { key, agentId } = oneOf(tenants);
  return httpRequest(
    'POST',
    '/api/v1/calls',
    key,
    JSON.stringify({ toNumber: randomNumber(), agentId, contactName: 'Ada Lovelace' }),
  );
};

const GET_CALL = print(V1GetCallDocument);
const LIST_CALLS = print(V1ListCallsDocument);
const FIRST_PAGE = { first: PAGE, after: null, offset: 0, filter: {}, direction: 'DESC', count: true };

const graphqlDetail = (tenants: Tenant[]) => () => {
  const { key, callIds } = oneOf(tenants);
  return graphql(key, GET_CALL, { id: oneOf(callIds) });
};

const graphqlList = (tenants: Tenant[]) => () => graphql(oneOf(tenants).key, LIST_CALLS, FIRST_PAGE);

/** Everything over HTTP. The baseline has REST only, so GraphQL is compared to that with the same data. */
export const SCENARIOS: Scenario[] = [
  { name: 'REST detail', target: { one: 1.5, many: 1.5 }, compare: 'text', baseline: detail, product: detail },
  { name: 'REST list', target: { one: 0.95, many: 0.95 }, compare: 'text', baseline: list, product: list },
  {
    name: 'GraphQL detail',
    target: { one: 0.6, many: 0.6 },
    compare: 'graphql-call',
    baseline: detail,
    product: graphqlDetail,
  },
  {
    name: 'GraphQL list',
    target: { one: 0.7, many: 0.7 },
    compare: 'graphql-calls',
    baseline: list,
    product: graphqlList,
  },
  { name: 'POST call', target: { one: 1, many: 1 }, compare: 'shape', baseline: initiate, product: initiate },
];

function graphql(key: string, query: string, variables: object): string {
  return httpRequest('POST', '/graphql', key, JSON.stringify({ query, variables }));
}

function oneOf<T>(values: readonly T[]): T {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
