import { startTroubledServer, type TroubledCall, type TroubledServer } from '../../support/carrier-of-its-own';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { tally } from '../../support/tally';
import { liveThrough } from './support/talk-checks';

let troubled: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer();
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
});

const TWICE = {
  ...INQUISITIVE,
  prompt: `${INQUISITIVE.prompt}\n\nThey say: {{ note }}`,
  settings: { goal: 'Find out more of {{ note }}.' },
};
const noteOf = (characters: number) => ({ note: 'word '.repeat(characters / 5).trim() });
const placed = async (call: TroubledCall, contactData: object) => {
  const { status, body } = await call.place({ contactData });
  return { status, issues: body.issues };
};
const REFUSED = {
  status: 400,
  issues: { contactData: [expect.stringMatching(/(is longer than \d+ kB when filled in|takes too long)$/)] },
};

test.concurrent('what an agent would say twice and has no room for is refused, and nothing is written', async () => {
  const call = await troubled.prepare([], TWICE);
  const { key } = call.account;
  const before = await tally(troubled.server.url, key);
  expect(await placed(call, noteOf(55_000))).toEqual(REFUSED);
  expect(await tally(troubled.server.url, key)).toEqual(before);
  const input = { toNumber: call.toNumber, agentId: call.account.agentId, contactData: noteOf(55_000) };
  const { data } = (await call.rest.post('/calls/preview', input)).body;
  expect(data).toMatchObject({ wouldCall: false, textProblem: expect.stringContaining('longer than') });
  expect(await call.dialled()).toEqual([]);
});

test.concurrent('what is kept about the contact counts', async () => {
  const call = await troubled.prepare([], TWICE);
  await liveThrough(troubled, call, { request: { contactData: noteOf(40_000) } });
  const twice = { prompt: `${TWICE.prompt} {{ note }}` };
  await troubled.server.pool.query('update agents set prompt = $2 where account_id = $1', [
    call.account.accountId,
    twice.prompt,
  ]);
  expect(await placed(call, { other: 'x' })).toEqual(REFUSED);
  expect((await placed(call, { note: 'short' })).status).toBe(200);
});

test.concurrent('much data for which there is room is conducted', async () => {
  const call = await troubled.prepare([], TWICE);
  const { ended } = await liveThrough(troubled, call, { request: { contactData: noteOf(40_000) } });
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED' });
});

test.concurrent('requests of one batch that are too much only together are refused', async () => {
  const call = await troubled.prepare([], { prompt: '{{ one }}{{ two }}', settings: { goal: '{{ one }}{{ two }}' } });
  const half = 'x'.repeat(29_000);
  const answers = await Promise.all([placed(call, { one: half }), placed(call, { two: half })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
});

test.concurrent('texts that turn out too long when somebody has answered end the call at once, at our cost', async () => {
  // What day it is shows only then.
  const ofThatDay = `{% unless date contains '1970' %}${'{{ note }}'.repeat(60)}{% endunless %}`;
  const prompt = `${INQUISITIVE.prompt}${ofThatDay}`;
  const call = await troubled.prepare([], { ...INQUISITIVE, prompt });
  const { status, body } = await call.place({ contactData: noteOf(3000) });
  expect(status).toBe(200);
  const ended = await call.rest.untilEnded(body.data.call.id, 30);
  expect(ended).toMatchObject({
    status: 'COMPLETED',
    endedReason: 'INTERNAL_ERROR',
    endedBy: 'PLATFORM',
    creditsUsed: 0,
  });
  const [carried] = await call.dialled();
  expect(carried?.sessions).toHaveLength(1);
  expect(ended.duration).toBeGreaterThan(0);
});
