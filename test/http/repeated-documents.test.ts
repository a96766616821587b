import { GraphQLSchema } from 'graphql';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';

// Every part of the server reads these by the names of their modules, so a spy on the module sees every use.
const parser = jest.requireActual<{ parse: typeof import('graphql').parse }>('graphql/language/parser');
const validator = jest.requireActual<{ validate: typeof import('graphql').validate }>('graphql/validation/validate');

/** The compiler itself asks, through a function of its own. */
const COMPILING = /getOperationRootType.*\n.*at compileQuery.*graphql-jit/;

let server: TestServer;
let account: TestAccount;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
});
afterAll(() => server.stop());

/** How often something was parsed, validated and compiled while `work` ran. */
async function workOf(work: () => Promise<void>) {
  const parse = jest.spyOn(parser, 'parse');
  const validate = jest.spyOn(validator, 'validate');
  // A compiler begins with the type of the operation; others ask for it too.
  const { getRootType } = GraphQLSchema.prototype;
  const callers: string[] = [];
  const types = jest.spyOn(GraphQLSchema.prototype, 'getRootType').mockImplementation(function (
    this: GraphQLSchema,
    operation,
  ) {
    callers.push(new Error('who asks').stack ?? '');
    return getRootType.call(this, operation);
  });
  try {
    await work();
    return {
      parsed: parse.mock.calls.length,
      validated: validate.mock.calls.length,
      compiled: callers.filter((stack) => COMPILING.test(stack)).length,
    };
  } finally {
    for (const spy of [parse, validate, types]) spy.mockRestore();
  }
}

const TIMES = 12;

test.each([
  ['a query', 'query A($first: Int!) { calls(first: $first) { edges { node { id } } } }', 1],
  ['a query that is refused', 'query B($first: Int!) { calls(first: $first, after: "x") { totalCount } }', 1],
  ['a mutation', 'mutation C { endCall(callId: "none") { __typename } }', 0],
])(
  '%s that comes again and again is parsed and validated once, and compiled once at most',
  async (_, query, compiled) => {
    const ask = graphqlClient(server.url, account.key);
    const done = await workOf(async () => {
      for (let time = 0; time < TIMES; time++) await ask(query, { first: 1 + (time % 5) });
    });
    expect(done).toEqual({ parsed: 1, validated: 1, compiled });
  },
);

test('each operation of a document is compiled once', async () => {
  const body = { query: 'query A { account { id } } query B { account { name } }' };
  const done = await workOf(async () => {
    for (let time = 0; time < TIMES; time++) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-API-Key': account.key },
        body: JSON.stringify({ ...body, operationName: time % 2 ? 'A' : 'B' }),
      });
      expect(response.status).toBe(200);
    }
  });
  expect(done).toEqual({ parsed: 1, validated: 1, compiled: 2 });
});

test('REST parses, validates and compiles nothing once the server has started', async () => {
  const rest = restClient(server.url, account.key);
  const done = await workOf(async () => {
    for (const path of ['/calls', '/account', '/agents', '/calls/none']) {
      for (let time = 0; time < 3; time++) await rest.get(path);
    }
    await rest.post('/calls', {});
    await rest.post('/calls/preview', { toNumber: '+14155550100', agentId: account.agentId });
  });
  expect(done).toEqual({ parsed: 0, validated: 0, compiled: 0 });
});

test('a new document is seen by the counting', async () => {
  const done = await workOf(async () => {
    for (const name of ['X', 'Y']) await graphqlClient(server.url, account.key)(`query ${name} { __typename }`);
  });
  expect(done).toEqual({ parsed: 2, validated: 2, compiled: 0 });
});
