import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { TALKATIVE } from '../../support/talkative';
import { until } from '../../support/until';
import type { Endpoint } from '../model/support/endpoint';
import { startScriptedModel } from './support/scripted-answers';
import { finished, liveThrough } from './support/talk-checks';

const FOUND = 'Tuesday at nine is free';
const SECRET = 'Bearer a-secret-of-the-customer';

let troubled: TroubledServer;
let open: TroubledServer;
/** For a test of time: a busy machine makes seconds of ours minutes of a fast carrier's. */
let slower: TroubledServer;
let transferring: TroubledServer;
let model: Endpoint;
const asked: Array<{ headers: IncomingHttpHeaders; body: string }> = [];
const service = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  asked.push({ headers: request.headers, body });
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ message: FOUND }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  model = await startScriptedModel((messages) => {
    const wish = messages.filter(({ role }) => role === 'user').length;
    if (wish < 2) return { text: 'Shall I put you through to billing?' };
    return { text: 'I will put you through.', calls: [{ name: 'transfer_call', input: { to: 'billing' } }] };
  });
  troubled = await startTroubledServer();
  slower = await startTroubledServer({ SIMULATOR_SPEED: '20' });
  open = await startTroubledServer({ TOOLS_ALLOW_PRIVATE_ADDRESSES: 'true' });
  transferring = await startTroubledServer({ LLM_BASE_URL: model.url, LLM_MODEL: 'real' });
});
afterAll(async () => {
  for (const { server } of [troubled, slower, open, transferring]) expect(await ledgerFaults(server.pool)).toEqual({});
  await Promise.all([troubled.stop(), slower.stop(), open.stop(), transferring.stop()]);
  await model.close();
  service.close();
});

const curious = () => ({
  ...INQUISITIVE,
  prompt: 'You are Mia.\n\nAsk:\n- Can you come tomorrow?\n\nThen use find_slot to see which time is free.',
  settings: {
    tools: [
      {
        name: 'find_slot',
        description: 'Finds a free time.',
        url: `http://127.0.0.1:${(service.address() as AddressInfo).port}/slots`,
        secretHeaders: { Authorization: SECRET },
      },
    ],
  },
});

test.concurrent('what a tool answers is spoken, and its secret is sent to it and to nobody else', async () => {
  const call = await open.prepare([], curious());
  const { ended, turns, said } = await liveThrough(open, call);
  expect(['AGENT_ENDED', 'CONTACT_HUNG_UP']).toContain(ended.endedReason);
  expect(asked).toEqual([
    { headers: expect.objectContaining({ authorization: SECRET }), body: expect.stringMatching(/^\{/) },
  ]);
  expect(turns.some(({ role, text }) => role === 'agent' && text.includes(FOUND))).toBe(true);
  expect(said.some(({ who, text }) => who === 'agent' && text.includes(FOUND))).toBe(true);
  expect(JSON.stringify([turns, ended, open.server.logs])).not.toContain(SECRET);
});

test.concurrent('a tool on this machine is not reached unless that is allowed, and the talk goes on', async () => {
  const call = await troubled.prepare([], curious());
  const { ended, turns } = await liveThrough(troubled, call);
  expect(['AGENT_ENDED', 'CONTACT_HUNG_UP']).toContain(ended.endedReason);
  const texts = turns.map(({ text }) => text).join('\n');
  expect(texts).toContain('I could not look that up');
  expect(texts).not.toContain(FOUND);
});

test.concurrent('a person who is put through is, and the call says so', async () => {
  const call = await transferring.prepare([{ on: 'redirect', delayMs: 1 }], {
    ...INQUISITIVE,
    settings: { transfers: [{ name: 'billing', phoneNumber: '+14155550123' }] },
  });
  const { ended, turns, sessions } = await liveThrough(transferring, call);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'TRANSFERRED', endedBy: 'AGENT' });
  const last = turns.findLast(({ role }) => role === 'agent');
  expect(last).toMatchObject({ text: 'I will put you through.', interrupted: false });
  expect(sessions.map(({ status }) => status)).toEqual(['ended']);
  // The carrier asks what comes after the other person only when it has dialled them.
  await call.exhausted();
});

test.concurrent('a call that its owner ends in the middle of a sentence keeps what was heard of it', async () => {
  const call = await troubled.prepare([], TALKATIVE);
  const { body } = await call.place();
  const { id } = body.data.call;
  await until(async () => {
    const { sessions = [] } = (await call.dialled())[0] ?? {};
    return (sessions[0]?.framesSent ?? 0) >= 2;
  }, 'the talk');
  const answer = await call.rest.post(`/calls/${id}/end`);
  expect(answer.status).toBe(200);
  const { ended, turns } = await finished(troubled, call, id);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'ENDED_BY_API', endedBy: 'API' });
  const [first] = turns;
  expect(first).toMatchObject({ role: 'agent', interrupted: true, text: expect.stringMatching(/^and another thing/) });
  expect(TALKATIVE.firstMessage.length).toBeGreaterThan(2 * (first?.text.length ?? 0));
});

test.concurrent('a talk stops at its time limit, and costs no more than was held', async () => {
  const call = await slower.prepare([], { ...INQUISITIVE, maxDurationSeconds: 120 }, '+15005550018');
  const { ended, turns } = await liveThrough(slower, call);
  expect(ended).toMatchObject({ endedReason: 'TIME_LIMIT', creditsReserved: 2, creditsUsed: 2 });
  expect(ended.duration).toBeLessThanOrEqual(121);
  expect(turns.some(({ text }) => text.includes('Our time is up.'))).toBe(true);
});

test.concurrent('what the agent was saying at the tone is not recorded before its message', async () => {
  const MESSAGE = 'Please call Bright Smile back.';
  const opening = `Hello, this is Mia from Bright Smile. ${'I have a few things to tell you about your check-up. '.repeat(8)}`;
  const call = await slower.prepare(
    [],
    {
      ...INQUISITIVE,
      firstMessage: opening,
      settings: {
        interruption: { interruptible: 'NONE' },
        voicemail: { policy: 'LEAVE_MESSAGE', message: MESSAGE },
      },
    },
    '+15005550014',
  );
  const { ended, turns, sessions } = await liveThrough(slower, call);
  expect(ended).toMatchObject({ endedReason: 'VOICEMAIL_LEFT', endedBy: 'AGENT', answeredBy: 'VOICEMAIL' });
  // Of an answer to the greeting, which was next, nothing was heard at all.
  const byAgent = turns.filter(({ role, text }) => role === 'agent' && text !== '');
  expect(byAgent).toEqual([
    expect.objectContaining({ interrupted: true }),
    expect.objectContaining({ text: MESSAGE, interrupted: false }),
  ]);
  expect(byAgent[0]?.text.length).toBeLessThan(opening.length);
  const heard = sessions.map(({ said }) => said.filter(({ who }) => who === 'agent').map(({ text }) => text));
  expect(heard).toEqual([[expect.stringMatching(/^Hello, this is Mia/)], [MESSAGE]]);
  expect(heard[0]?.[0]?.length).toBeLessThan(opening.length / 2);
});

test.concurrent('an agent speaks by rule in its own language', async () => {
  const agent = { ...INQUISITIVE, language: 'es-MX', firstMessage: 'Buenos días, soy Mia.' };
  const call = await troubled.prepare([], agent, '+15005550017');
  const { ended, turns } = await liveThrough(troubled, call);
  expect(ended.endedReason).toBe('SILENCE');
  expect(turns.map(({ text }) => text)).toEqual([
    'Buenos días, soy Mia.',
    '¿Sigue usted ahí?',
    'No le oigo, así que voy a terminar la llamada. Adiós.',
  ]);
});
