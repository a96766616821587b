import { Client } from 'pg';
import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';

let carrier: ScriptedCarrier;
let server: TestServer;
let locker: Client;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  locker = new Client({ connectionString: server.databaseUrl });
  await locker.connect();
});
afterAll(async () => {
  await locker.end();
  await server.stop();
  await carrier.close();
});

const PLACE = `mutation ($input: InitiateCallInput!) {
  initiateCall(input: $input) {
    ... on InitiateCallSuccess { call { id callSid agent { name } } }
  }
}`;

test('a call whose answer failed after it was placed is what a repeat without a key gets', async () => {
  const { key, agentId } = await createTestAccount(server.pool);
  const input = { toNumber: randomPhoneNumber(), agentId };
  const place = () => graphqlClient(server.url, key)(PLACE, { input });
  carrier.script(async () => {
    await locker.query('begin; lock table agents in access exclusive mode');
    return null;
  });
  const lost = await place();
  await locker.query('rollback');
  carrier.script(() => null);
  expect([lost.status, lost.body.data, lost.body.errors[0].extensions.code]).toEqual([503, null, 'UNAVAILABLE']);

  const { body } = await place();
  const { rows } = await server.pool.query('select id, provider_sid "callSid" from calls where to_number = $1', [
    input.toNumber,
  ]);
  expect(rows).toEqual([{ id: body.data.initiateCall.call.id, callSid: body.data.initiateCall.call.callSid }]);
  expect(carrier.creates()).toHaveLength(1);
});

test('a call of which nothing could be stored after it was placed is what a repeat without a key gets', async () => {
  const { key, agentId } = await createTestAccount(server.pool);
  const body = { toNumber: randomPhoneNumber(), agentId };
  const place = () => restClient(server.url, key).post('/calls', body);
  const placed = carrier.creates().length;
  carrier.script(async () => {
    await locker.query('begin; lock table calls in access exclusive mode');
    return null;
  });
  const unknown = await place();
  await locker.query('rollback');
  carrier.script(() => null);
  expect(unknown.status).toBe(500);

  const repeated = await place();
  expect([repeated.status, repeated.body.data.call.id]).toEqual([200, unknown.body.callId]);
  expect(carrier.creates()).toHaveLength(placed + 1);
});
