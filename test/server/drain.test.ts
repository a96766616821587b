import { setTimeout as sleep } from 'node:timers/promises';
import { connect, introduce, pickUp, type RelayPhone } from '../conversation/end-to-end/support/relay-phone';
import { restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';
import { type TwilioCaller, twilioCaller } from '../support/twilio-caller';

/** Longer than a socket is left open whose talk is over. */
const WHILE_MS = 1200;
/** A server has noticed by then that nobody talks any more. */
const MOMENT_MS = 200;

test('a talk that begins while a server drains is let come to its end, at whichever carrier it is', async () => {
  const [real, simulated] = [await startScriptedCarrier(), await startScriptedCarrier()];
  const authToken = 'of-the-real-carrier';
  const accountSid = `AC${'0'.repeat(32)}`;
  const server = await startTestServer({
    environment: { SIMULATOR_URL: simulated.url, SIMULATOR_SPEED: '1' },
    config: { provider: { kind: 'twilio', accountSid, authToken, baseUrl: real.url } },
  });
  const live = await createTestAccount(server.pool);
  const test = await createTestTwin(server.pool, live);
  const ofTests = await twilioCaller(server.pool);
  const ofLive: TwilioCaller = {
    authToken,
    post: (to, call, hook, fields) => ofTests.post(to, call, hook, fields, { token: authToken }),
  };
  const place = async ({ accountId, key, agentId }: TestAccount) => {
    const { body } = await restClient(server.url, key).post('/calls', { toNumber: randomPhoneNumber(), agentId });
    return { accountId, id: body.data.call.id, sid: body.data.call.callSid };
  };
  const greets = (phone: RelayPhone) => phone.hear('the greeting', ({ type }) => type === 'text');
  const calls = { first: await place(live), second: await place(test), last: await place(live) };
  try {
    const first = await pickUp(server, ofLive, calls.first);
    await greets(first);
    const draining = server.running.application.drainTalks(AbortSignal.timeout(30_000));

    const second = await pickUp(server, ofTests, calls.second);
    await greets(second);
    first.close();
    await sleep(WHILE_MS);
    expect(second.isOpen).toBe(true);

    const last = await connect(server, ofLive, calls.last);
    second.close();
    await sleep(MOMENT_MS);
    introduce(last, calls.last);
    await greets(last);
    await sleep(WHILE_MS);
    expect(last.isOpen).toBe(true);
    last.close();
    expect(await draining).toBe(0);
  } finally {
    await server.stop();
    await real.close();
    await simulated.close();
  }
});
