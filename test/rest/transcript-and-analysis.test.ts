import { restClient } from '../support/client';
import { createTestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { TALKATIVE } from '../support/talkative';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function place(toNumber: string, agent = {}) {
  const account = await createTestAccount(server.pool, { agent });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber, agentId: account.agentId });
  return { rest, id: body.data.call.id as string, callSid: body.data.call.callSid as string };
}

/** The members of a transcript of which there is none, in the contract's order. */
const transcript = (members: object) => ({
  ...{ callId: '', callSid: '', status: '', reason: expect.stringMatching(/^[A-Z].*\.$/) },
  ...{ transcript: null, turns: [], language: null, duration: null, createdAt: null },
  ...members,
});

/** The members of an analysis of which there is none, in the contract's order. */
const analysis = (members: object) => ({
  ...{ callId: '', callSid: '', status: '', reason: expect.stringMatching(/^[A-Z].*\.$/), sentiment: null },
  ...{ summary: null, keyPoints: [], actionItems: [], success: null, metadata: null, extracted: [] },
  ...{ rawResponse: null, model: null, createdAt: null, completedAt: null },
  ...members,
});

test('a live call has a pending transcript and a pending analysis', async () => {
  const { rest, id, callSid } = await place('+1234567890', TALKATIVE);
  const pending = { callId: id, callSid, status: 'PENDING' };
  expect((await rest.get(`/calls/${id}/transcript`)).body).toEqual({ success: true, data: transcript(pending) });
  expect((await rest.get(`/calls/${id}/analysis`)).body).toEqual({ success: true, data: analysis(pending) });
});

test('a call that was not answered says that, and why it has no transcript and no analysis', async () => {
  const { rest, id, callSid } = await place('+15005550010');
  const { duration } = await rest.untilEnded(id);
  const skipped = { callId: id, callSid, status: 'SKIPPED' };
  for (const name of [id, callSid, id.toUpperCase()]) {
    const said = await rest.get(`/calls/${name}/transcript`);
    expect(said.status).toBe(200);
    expect(said.body).toEqual({ success: true, data: transcript({ ...skipped, duration }) });
    expect(Object.keys(said.body.data)).toEqual(Object.keys(transcript({})));
    const analyzed = await rest.get(`/calls/${name}/analysis`);
    expect(analyzed.status).toBe(200);
    expect(analyzed.body).toEqual({ success: true, data: analysis(skipped) });
    expect(Object.keys(analyzed.body.data)).toEqual(Object.keys(analysis({})));
  }
});

test('a call that was answered has the same members of both', async () => {
  const { rest, id } = await place('+1234567890');
  await rest.untilAnalyzed(id);
  const said = (await rest.get(`/calls/${id}/transcript`)).body.data;
  expect(Object.keys(said)).toEqual(Object.keys(transcript({})));
  const members = ['index', 'role', 'text', 'startedAt', 'offsetMs', 'durationMs', 'interrupted'];
  for (const turn of said.turns) expect(Object.keys(turn)).toEqual(members);
  const analyzed = (await rest.get(`/calls/${id}/analysis`)).body.data;
  expect(Object.keys(analyzed)).toEqual(Object.keys(analysis({})));
  expect(Object.keys(analyzed.success)).toEqual(['verdict', 'score', 'rationale']);
});

test('a call without a transcript cannot be analyzed again: 409, and it stays as it is', async () => {
  const { rest, id } = await place('+15005550010');
  const before = await rest.untilEnded(id);
  const { status, body } = await rest.post(`/calls/${id}/analysis`);
  expect(status).toBe(409);
  expect(body).toEqual({ success: false, error: expect.stringContaining('no transcript') });
  expect((await rest.get(`/calls/${id}`)).body.data.call).toEqual(before);
});
