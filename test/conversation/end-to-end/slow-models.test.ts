import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { ledgerFaults, ledgerOf } from '../../support/ledger';
import { type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { shared } from '../../support/shared';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';
import { pickUp } from './support/relay-phone';
import { contiguousTurns } from './support/talk-checks';

const APOLOGY = 'I am afraid that something is broken here. Goodbye.';

let carrier: ScriptedCarrier;
let server: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  const baseUrl = `${shared().simulatorUrl}/v1`;
  const model = { LLM_BASE_URL: baseUrl, LLM_MODEL: 'simulated', LLM_MODELS: '*', LLM_API_KEY: 'any' };
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1', ...model } });
  twilio = await twilioCaller(server.pool);
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
  await carrier.close();
});

/** The person is as patient as the agent's server: what takes long is the model. */
test.concurrent.each([
  ['simulated-429', /^I am afraid/],
  ['simulated-stall-before', /^I am afraid/],
  ['simulated-stall-middle', /^(?!I am afraid).+Sorry\. .*I am afraid/s],
])(
  'with the model %s the person is not left in silence: an apology, the reason, and the end',
  async (model, said) => {
    const settings = { model, apology: APOLOGY, silence: { afterSeconds: 120 } };
    const account = await createTestAccount(server.pool, { agent: { firstMessage: 'Hello.', settings } });
    const rest = restClient(server.url, account.key);
    const request = { toNumber: randomPhoneNumber(), agentId: account.agentId };
    const { id, callSid: sid } = (await rest.post('/calls', request)).body.data.call;
    const call = { accountId: account.accountId, id, sid };
    const phone = await pickUp(server, twilio, call);
    await phone.hear('the greeting', ({ token }) => token === 'Hello.');
    phone.send({ type: 'info', name: 'tokensPlayed', value: 'Hello.' });
    phone.send({ type: 'prompt', voicePrompt: 'What is it about?', lang: 'en-US', last: true });
    await phone.hear('the apology', ({ token }) => token?.includes('broken here') ?? false, 25);
    const words = phone.frames
      .map(({ token = '' }) => token)
      .join('')
      .replace('Hello.', '')
      .trim();
    expect(words).toMatch(said);
    // The end comes when the apology was heard, as the provider says.
    expect(phone.frames.some(({ type }) => type === 'end')).toBe(false);
    phone.send({ type: 'info', name: 'tokensPlayed', value: words });
    phone.send({ type: 'info', name: 'agentSpeaking', value: 'off' });
    const { handoffData } = await phone.hear('the end', ({ type }) => type === 'end', 25);
    expect(JSON.parse(handoffData ?? '')).toEqual({ reason: 'MODEL_ERROR' });

    const ending = { SessionStatus: 'ended', HandoffData: handoffData ?? '', CallStatus: 'in-progress' };
    expect((await twilio.post(server, call, 'talk-ended', ending)).text).toContain('<Hangup');
    await twilio.post(server, call, 'status', statusFields('completed', { at: 70, duration: 61 }));
    phone.close();
    const ended = await rest.untilEnded(id);
    expect(ended).toMatchObject({
      status: 'COMPLETED',
      endedReason: 'MODEL_ERROR',
      endedBy: 'PLATFORM',
      creditsUsed: 2,
    });
    expect((await contiguousTurns(rest, id)).at(-1)?.text).toContain(APOLOGY);
    expect(await ledgerOf(server.pool, account.accountId)).toMatchObject({ balance: 998, reserved: 0, activeCalls: 0 });
  },
  60_000,
);
