import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';
import { startTestServer, type TestServer } from '../../support/server';
import { until } from '../../support/until';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function place(toNumber = randomPhoneNumber(), settings: object = {}) {
  const agent = { ...INQUISITIVE, settings: { ...INQUISITIVE.settings, ...settings } };
  const account = await createTestAccount(server.pool, { agent });
  return { ...(await call(account, toNumber)), account, toNumber };
}

async function call({ key, agentId }: TestAccount, toNumber: string, contactName = 'Ada') {
  const rest = restClient(server.url, key);
  const { body } = await rest.post('/calls', { toNumber, agentId, contactName });
  return { rest, id: body.data.call.id as string };
}

const analyzed = ({ rest, id }: Awaited<ReturnType<typeof call>>) =>
  until(
    async () => {
      const { data } = (await rest.get(`/calls/${id}/analysis`)).body;
      return !['PENDING', 'PROCESSING'].includes(data.status) && data;
    },
    'the analysis',
    40,
  );

test('a talk is analysed soon after it is over, and both doors tell the same', async () => {
  const placed = await place();
  const { rest, id, account } = placed;
  const pending = (await rest.get(`/calls/${id}/analysis`)).body.data;
  expect(pending).toMatchObject({ status: 'PENDING', reason: 'The call is not over yet.', summary: null });
  const data = await analyzed(placed);
  const { turns } = (await rest.get(`/calls/${id}/transcript`)).body.data;
  const said = expect.stringMatching(/\S/);
  expect(data).toMatchObject({
    ...{ callId: id, status: 'COMPLETED', reason: null, summary: said, model: 'simulated', rawResponse: said },
    sentiment: expect.stringMatching(/^(POSITIVE|NEUTRAL|NEGATIVE|MIXED)$/),
    success: { verdict: expect.stringMatching(/^(SUCCESS|FAILURE|UNKNOWN)$/), rationale: said },
  });
  expect(JSON.parse(data.rawResponse)).toMatchObject({ summary: data.summary, sentiment: data.sentiment });
  expect(data.extracted.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
    ['confirmed', 'boolean'],
    ['in_pain', 'boolean'],
  ]);
  for (const { value, evidence, supported } of data.extracted) {
    expect([true, false, null]).toContain(value);
    expect(supported).toBe(evidence.length > 0);
    for (const index of evidence) expect(turns[index]).toMatchObject({ index });
  }
  const [confirmed, inPain] = data.extracted;
  expect(confirmed).toMatchObject({ value: expect.any(Boolean), supported: true });
  expect(data.metadata).toEqual({
    ...{ summary: data.summary, memory: null, confirmed: confirmed.value, in_pain: inPain.value },
  });
  const delay = Date.parse(data.completedAt) - Date.parse((await rest.get(`/calls/${id}`)).body.data.call.endTime);
  expect(delay).toBeLessThan(15_000);

  const { body } = await graphqlClient(server.url, account.key)(
    `query ($id: ID!) { call(id: $id) {
      modelUsage { model promptTokens completionTokens } events { type status }
      analysis { status summary extracted { name value supported evidence { index text } } } } }`,
    { id },
  );
  const { analysis, events, modelUsage } = body.data.call;
  expect(analysis).toMatchObject({ status: 'COMPLETED', summary: data.summary });
  expect(analysis.extracted[0]).toMatchObject({
    ...{ name: 'confirmed', value: confirmed.value, supported: true },
    evidence: confirmed.evidence.map((index: number) => ({ index, text: turns[index].text })),
  });
  expect(modelUsage).toMatchObject({ model: 'simulated' });
  expect(modelUsage.promptTokens).toBeGreaterThan(0);
  expect(modelUsage.completionTokens).toBeGreaterThan(0);
  expect(events.filter(({ type }: { type: string }) => type === 'ANALYZED')).toEqual([
    { type: 'ANALYZED', status: 'COMPLETED' },
  ]);
});

test.each([
  ['+15005550014', /machine/],
  ['+15005550017', /said nothing/],
])('after a call to %s there is nothing to analyse, for a reason', async (toNumber, reason) => {
  const placed = await place(toNumber);
  expect(await analyzed(placed)).toMatchObject({
    status: 'SKIPPED',
    reason: expect.stringMatching(reason),
    summary: null,
  });
  const again = await placed.rest.post(`/calls/${placed.id}/analysis`);
  expect(again.status).toBe(200);
  expect(await analyzed(placed)).toMatchObject({ status: 'SKIPPED', reason: expect.stringMatching(reason) });
});

test('a call that was not answered is skipped at once, and has no milestone of an analysis', async () => {
  const { rest, id } = await place('+15005550010');
  const { analysisStatus, events } = await rest.untilEnded(id);
  expect(analysisStatus).toBe('SKIPPED');
  expect(events.map(({ type }: { type: string }) => type)).not.toContain('ANALYZED');
});

describe('an agent that remembers', () => {
  const memory = async (account: TestAccount, contactId: string) =>
    (await restClient(server.url, account.key).get(`/contacts/${contactId}/metadata`)).body.data.metadata.memory;

  test('has what it learnt written down for its next call', async () => {
    const placed = await place(randomPhoneNumber(), { memory: true });
    const data = await analyzed(placed);
    expect(data.metadata.memory).toMatch(/\S/);
    const { contactId } = (await placed.rest.get(`/calls/${placed.id}`)).body.data.call;
    expect(await memory(placed.account, contactId)).toBe(data.metadata.memory);
  });

  test('is not every agent: one that does not remember writes nothing', async () => {
    const placed = await place();
    const data = await analyzed(placed);
    const { contactId } = (await placed.rest.get(`/calls/${placed.id}`)).body.data.call;
    expect(data.metadata.memory).toBeNull();
    expect(await memory(placed.account, contactId)).toBeUndefined();
  });
});
