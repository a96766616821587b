import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { ledgerFaults } from '../../support/ledger';
import { type ScriptedCarrier, startScriptedCarrier } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';
import { statusFields, type TwilioCaller, twilioCaller } from '../../support/twilio-caller';
import { chunk, type Endpoint, type Reply } from '../model/support/endpoint';
import { pickUp } from './support/relay-phone';
import { messagesOf, startAnswering } from './support/scripted-answers';
import { contiguousTurns } from './support/talk-checks';

const CALLS = 40;
const INTERRUPTIONS = 5;
const TOKENS_BEFORE = 5;
/** The model would talk for longer than any test waits, a token every few milliseconds. */
const TOKENS = 20_000;
const TOKEN_MS = 5;
const GREETING = 'Hello.';

let carrier: ScriptedCarrier;
let model: Endpoint;
let server: TestServer;
let twilio: TwilioCaller;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  model = await startAnswering((asked) => verbose(messagesOf(asked).at(-1)?.content ?? ''));
  const environment = {
    SIMULATOR_URL: carrier.url,
    SIMULATOR_SPEED: '1',
    LLM_BASE_URL: model.url,
    LLM_MODEL: 'verbose',
  };
  server = await startTestServer({ environment });
  twilio = await twilioCaller(server.pool);
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
  await model.close();
  await carrier.close();
});

/** Says "2.1 2.2 2.3" and so on to the question "Question 2". */
function verbose(question: string): Reply {
  const turn = /Question (\d+)$/.exec(question)?.[1];
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let said = 0;
    const timer = setInterval(() => {
      said += 1;
      response.write(`data: ${JSON.stringify(chunk({ content: `${turn}.${said} ` }))}\n\n`);
      if (said >= TOKENS) response.end('data: [DONE]\n\n');
    }, TOKEN_MS);
    response.once('close', () => clearInterval(timer));
  };
}

test('of a turn that was cut off nothing is sent any more, in 40 talks at once, and what was heard of it is written', async () => {
  const account = await createTestAccount(server.pool, {
    agent: { firstMessage: GREETING, maxDurationSeconds: 1800, settings: { voicemail: { policy: 'CONTINUE' } } },
    credits: CALLS * 30,
  });
  const rest = restClient(server.url, account.key);

  const talk = async (): Promise<string> => {
    const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
    const { id, callSid } = body.data.call;
    const call = { accountId: account.accountId, id, sid: callSid };
    const phone = await pickUp(server, twilio, call);
    await phone.hear('the greeting', ({ token, last }) => token === GREETING && last === true);
    phone.send({ type: 'info', name: 'tokensPlayed', value: GREETING });

    const isOf = (turn: number) => (frame: { token?: string }) => frame.token?.includes(`${turn}.`) ?? false;
    const heard: string[] = [];
    for (let turn = 1; turn <= INTERRUPTIONS; turn++) {
      phone.send({ type: 'prompt', voicePrompt: `Question ${turn}`, lang: 'en-US', last: true });
      await phone.hear('some words', ({ token }) => token?.includes(`${turn}.${TOKENS_BEFORE} `) ?? false);
      const utterance = Array.from({ length: TOKENS_BEFORE - 1 }, (_, index) => `${turn}.${index + 1}`).join(' ');
      heard.push(utterance);
      phone.send({ type: 'interrupt', utteranceUntilInterrupt: utterance, durationUntilInterruptMs: 400 });
      await phone.handled();
      const sent = phone.frames.filter(isOf(turn)).length;
      // Long enough for many tokens: the model was told to stop, or its words go nowhere.
      await new Promise((resolve) => setTimeout(resolve, 20 * TOKEN_MS));
      expect(phone.frames.filter(isOf(turn))).toHaveLength(sent);
    }
    const order = phone.frames.flatMap(({ token }) => /(\d)\.\d+/.exec(token ?? '')?.[1] ?? []);
    expect(order).toEqual([...order].sort());

    await twilio.post(server, call, 'status', statusFields('completed', { at: 70, duration: 61 }));
    phone.close();
    const turns = await contiguousTurns(rest, id);
    expect(turns.map(({ role, text, interrupted }) => [role, text.trim(), interrupted])).toEqual([
      ['agent', GREETING, false],
      ...heard.flatMap((text, index) => [
        ['contact', `Question ${index + 1}`, false],
        ['agent', text, true],
      ]),
    ]);
    return id;
  };
  const ids = await Promise.all(Array.from({ length: CALLS }, talk));
  expect(new Set(ids).size).toBe(CALLS);
  // Every answer that was cut off was given up at the model, too.
  expect(model.givenUp()).toBeGreaterThanOrEqual(CALLS * INTERRUPTIONS);
}, 60_000);
