import type { AgentSettingsInput } from '../../src/services/agents/settings';
import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';

let carrier: ScriptedCarrier;
let server: TestServer;
const PUBLIC_URL = 'http://calls.localhost:8080/telephony';
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1', PUBLIC_URL } });
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

const AMD = (hooks: string, kind: string) => [
  ['MachineDetection', kind],
  ['AsyncAmd', 'true'],
  ['AsyncAmdStatusCallback', `${hooks}/answered-by#rc=5&rp=all`],
  ['AsyncAmdStatusCallbackMethod', 'POST'],
];

const RECORDING = (hooks: string) => [
  ['Record', 'true'],
  ['RecordingStatusCallback', `${hooks}/recording#rc=5&rp=all`],
  ['RecordingStatusCallbackEvent', 'in-progress'],
  ['RecordingStatusCallbackEvent', 'completed'],
  ['RecordingStatusCallbackEvent', 'absent'],
  ['RecordingStatusCallbackMethod', 'POST'],
];

test.each<[string, AgentSettingsInput, (hooks: string) => string[][]]>([
  ['as ever', {}, (hooks) => AMD(hooks, 'Enable')],
  ['that is recorded', { record: true }, (hooks) => [...AMD(hooks, 'Enable'), ...RECORDING(hooks)]],
  [
    'that may leave a message',
    { voicemail: { policy: 'LEAVE_MESSAGE', message: 'Call us back.' } },
    (hooks) => AMD(hooks, 'DetectMessageEnd'),
  ],
  ['that talks to whoever answers', { voicemail: { policy: 'CONTINUE' } }, () => []],
])('the provider is asked once for a call %s, with every callback and both time limits', async (_, settings, asked) => {
  carrier.requests.splice(0);
  const account = await createTestAccount(server.pool, { agent: { maxDurationSeconds: 90, settings } });
  const rest = restClient(server.url, account.key);
  const placed = await rest.post('/calls', { toNumber: '+4930901820', agentId: account.agentId });
  expect(placed.status).toBe(200);
  const { id } = placed.body.data.call;
  const creates = carrier.creates();
  expect(creates).toHaveLength(1);
  const [{ form, path, authorization }] = creates as [(typeof creates)[number]];
  const hooks = `${PUBLIC_URL}/webhooks/twilio/calls/${account.accountId}/${id}`;
  expect([...form].toSorted()).toEqual(
    [
      ['To', '+4930901820'],
      ['From', account.fromNumber],
      ['Url', `${hooks}/answer#rc=3&rp=ct,5xx`],
      ['Method', 'POST'],
      ['StatusCallback', `${hooks}/status#rc=5&rp=all`],
      ['StatusCallbackMethod', 'POST'],
      ['StatusCallbackEvent', 'initiated'],
      ['StatusCallbackEvent', 'ringing'],
      ['StatusCallbackEvent', 'answered'],
      ['StatusCallbackEvent', 'completed'],
      ['Timeout', '60'],
      ['TimeLimit', '90'],
      ...asked(hooks),
    ].toSorted(),
  );
  const [user = '', password] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
  expect(path).toBe(`/2010-04-01/Accounts/${user}/Calls.json`);
  expect(user).toMatch(/^AC[0-9a-f]{32}$/);
  const { rows } = await server.pool.query<{ value: string }>('select value from generated_secrets');
  expect(password).toBe(rows[0]?.value);
});
