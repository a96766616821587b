import assert from 'node:assert/strict';
import type { V1GetCallQuery, V1ListCallsQuery } from '../src/rest/documents.generated';
import { QueryReader } from '../src/rest/query';
import type { RestRequest } from '../src/rest/route';
import { getCall, listCalls } from '../src/rest/v1/calls';
import type { Tenant } from './fixture';
import type { Scenario } from './scenarios';

/**
 * Asks both servers for the same and compares their bodies, byte for byte where nothing in them is new.
 * @throws AssertionError when they differ: then there is nothing to compare
 */
export async function compareBodies(
  { compare, baseline, product }: Scenario,
  tenants: Tenant[],
  urls: { baseline: string; product: string },
): Promise<void> {
  const [tenant] = tenants;
  const only = [{ ...tenant, callIds: tenant?.callIds.slice(0, 1) } as Tenant];
  const expected = await ask(urls.baseline, baseline(only)());
  const actual = await ask(urls.product, product(only)());
  if (compare === 'text') assert.equal(actual, expected);
  else if (compare === 'shape') assert.deepEqual(shape(JSON.parse(actual)), shape(JSON.parse(expected)));
  else {
    const { data } = JSON.parse(actual) as { data: V1GetCallQuery & V1ListCallsQuery };
    const route = compare === 'graphql-call' ? getCall : listCalls;
    const presented = (route.present as typeof getCall.present)(data, REQUEST);
    assert('data' in presented);
    assert.equal(JSON.stringify({ success: true, data: presented.data }), expected);
  }
}

const REQUEST: RestRequest = {
  params: {},
  query: new QueryReader(new URLSearchParams({ limit: '50' })),
  body: {},
  header: () => '',
};

/** Sends a request as the load does, and returns the body. */
async function ask(url: string, request: string): Promise<string> {
  const [head = '', body] = request.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const [method, path] = line.split(' ');
  const headers = lines.map((header) => header.split(': ') as [string, string]);
  const kept = headers.filter(([name]) => !['Host', 'Content-Length'].includes(name));
  const answer = await fetch(url + path, { method, headers: kept, body: body || undefined });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text;
}

const NEW = /^([0-9a-f]{8}-[0-9a-f-]{27}|CA[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.]+Z|\+1415\d{10})$/;

/** A body with its new ids, times and numbers blanked out. */
function shape(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_, value) => (typeof value === 'string' && NEW.test(value) ? 'new' : value));
}
