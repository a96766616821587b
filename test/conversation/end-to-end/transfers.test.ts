import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { graphqlClient } from '../../support/client';
import { carriedCalls } from '../../support/dialled';
import { randomPhoneNumber } from '../../support/factories';
import { milestonesOf } from '../../support/fault-checks';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { until } from '../../support/until';
import { finished, liveThrough, timesSaid } from './support/talk-checks';

/** Somebody who asks for a person. */
const ASKS = '+15005550027';
const NOBODY = 'I could not reach anybody there.';
const CONNECTING = 'I will connect you now.';

/** At the speed of other tests a busy machine's lag is silence, and people speak into it. */
const SPEED = '20';

let troubled: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer({ SIMULATOR_SPEED: SPEED });
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
});

const leadingTo = (phoneNumber: string, language = 'en-US') => ({
  ...INQUISITIVE,
  language,
  settings: { ...INQUISITIVE.settings, transfers: [{ name: 'reception', phoneNumber }] },
});
const isTransferred = { status: 'COMPLETED', endedReason: 'TRANSFERRED', endedBy: 'AGENT' };

test.concurrent('somebody who asks for a person is put through: by REST', async () => {
  const call = await troubled.prepare([], leadingTo(randomPhoneNumber()), ASKS);
  const { ended, turns, sessions, said } = await liveThrough(troubled, call);
  expect(ended).toMatchObject(isTransferred);
  const last = turns.findLast(({ role }) => role === 'agent');
  expect(last).toMatchObject({ text: expect.stringContaining(CONNECTING), interrupted: false });
  expect(sessions.map(({ status }) => status)).toEqual(['ended']);
  expect(ended.events).toContainEqual(
    expect.objectContaining({ type: 'TALK_ENDED', detail: { reason: 'TRANSFERRED' } }),
  );
  // The other phone rings for three seconds at least, and the two people talk for ten.
  const words = said.flatMap(({ text }) => text.split(' ')).length;
  expect(ended.duration).toBeGreaterThan(words / 2.5 + 13);
});

test.concurrent('somebody who asks for a person is put through: by GraphQL', async () => {
  const call = await troubled.prepare([], leadingTo(randomPhoneNumber()), ASKS);
  const query = graphqlClient(troubled.server.url, call.account.key);
  const { body } = await query(
    'mutation ($input: InitiateCallInput!) { initiateCall(input: $input) { ... on InitiateCallSuccess { call { id } } } }',
    { input: { toNumber: ASKS, agentId: call.account.agentId } },
  );
  const { id } = body.data.initiateCall.call;
  const read =
    'query ($id: ID!) { call(id: $id) { status endedReason endedBy explanation transcript { turns { role text } } } }';
  const ended = await until(
    async () => {
      const seen = (await query(read, { id })).body.data.call;
      return seen.endedReason === null ? null : seen;
    },
    'the end',
    30,
  );
  const explanation = 'The agent transferred the call to another number.';
  expect(ended).toMatchObject({ ...isTransferred, explanation });
  const last = ended.transcript.turns.findLast(({ role }: { role: string }) => role === 'AGENT');
  expect(last.text).toContain(CONNECTING);
});

test.concurrent.each([
  ['is busy', '+15005550010'],
  ['rings out', '+15005550011'],
  ['is out of reach', '+15005550012'],
  ['declines', '+15005550013'],
  ['is no number', '+15005550001'],
])('somebody whose transfer %s comes back to the agent, who says so and goes on', async (_, target) => {
  const call = await troubled.prepare([], leadingTo(target), ASKS);
  const { ended, turns, sessions, said } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(ended.events).toContainEqual(
    expect.objectContaining({ type: 'TALK_ENDED', detail: { reason: 'AGENT_ENDED' } }),
  );
  // After the goodbye either of the two may hang up first.
  expect(sessions.map(({ status }) => status)).toEqual(['ended', expect.stringMatching(/^(ended|completed)$/)]);
  expect(timesSaid(turns, NOBODY)).toBe(1);
  expect(said.filter(({ text }) => text.includes(NOBODY))).toEqual([expect.objectContaining({ who: 'agent' })]);
  // Nobody is greeted twice, and what was left to ask is asked.
  expect(timesSaid(turns, 'this is Mia')).toBe(1);
  for (const question of ['Can you come tomorrow at ten?', 'Are you in any pain']) {
    expect(timesSaid(turns, question)).toBeGreaterThanOrEqual(1);
  }
  const failed = turns.findIndex(({ text }) => text.includes(NOBODY));
  expect(turns.slice(failed).some(({ role }) => role === 'contact')).toBe(true);
});

test.concurrent('without anybody to be put through to, the agent says so and goes on', async () => {
  const call = await troubled.prepare([], INQUISITIVE, ASKS);
  const { ended, turns, sessions } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(timesSaid(turns, 'I cannot connect you from here')).toBe(1);
  expect(sessions).toHaveLength(1);
});

test.concurrent('somebody to whom an agent offers it is put through', async () => {
  const prompt = 'You are Mia, the receptionist.\n\nAsk:\n- Shall I put you through to the reception?';
  const call = await troubled.prepare([], { ...leadingTo(randomPhoneNumber()), prompt });
  const { ended } = await liveThrough(troubled, call);
  expect(ended).toMatchObject(isTransferred);
});

test.concurrent('who is put through in German is told in German that nobody was reached', async () => {
  const agent = {
    ...leadingTo('+15005550010', 'de-DE'),
    firstMessage: 'Guten Tag, hier ist Mia. Haben Sie kurz Zeit?',
    prompt: 'Sie sind Mia. Fragen Sie:\n- Können Sie morgen um zehn kommen?\n- Haben Sie gerade Schmerzen?',
  };
  const call = await troubled.prepare([], agent, ASKS);
  const { turns } = await liveThrough(troubled, call);
  expect(timesSaid(turns, 'ich verbinde Sie')).toBeGreaterThanOrEqual(1);
  expect(timesSaid(turns, 'ich konnte dort niemanden erreichen')).toBe(1);
});

test.concurrent('a call that its owner ends while the other phone rings was not transferred', async () => {
  const call = await troubled.prepare([], leadingTo('+15005550011'), ASKS);
  const { body } = await call.place();
  const { id } = body.data.call;
  const carriedCall = async () => {
    const parties = { from: call.account.fromNumber, to: ASKS };
    return (await carriedCalls(troubled.server.url, parties, troubled.carrier.url))[0];
  };
  await until(async () => (await carriedCall())?.sessions[0]?.status === 'ended', 'the transfer', 30);
  expect((await call.rest.post(`/calls/${id}/end`)).status).toBe(200);
  const { ended } = await finished(troubled, call, id);
  await until(async () => {
    const { endedReason, endedBy } = (await call.rest.get(`/calls/${id}`)).body.data.call;
    return endedReason === 'ENDED_BY_API' && endedBy === 'API';
  }, 'word of the transfer');
  expect(milestonesOf(ended)).not.toContain('TALK_ENDED');
  expect((await carriedCall())?.sessions).toHaveLength(1);
});
