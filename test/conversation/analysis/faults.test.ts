import { graphqlClient, restClient } from '../../support/client';
import { createTestAccount, type TestAccountOptions } from '../../support/factories';
import { insertTalk } from '../../support/insert-talk';
import { startTestServer, type TestServer } from '../../support/server';
import { until } from '../../support/until';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function talk(settings: NonNullable<TestAccountOptions['agent']>['settings'], options = {}) {
  const account = await createTestAccount(server.pool, { agent: { settings } });
  const rest = restClient(server.url, account.key);
  const id = await insertTalk(server.pool, account, options);
  const look = async () => (await rest.get(`/calls/${id}/analysis`)).body.data;
  const settled = () =>
    until(
      async () => {
        const data = await look();
        return !['PENDING', 'PROCESSING'].includes(data.status) && data;
      },
      'the analysis',
      30,
    );
  const attempts = async () =>
    (await server.pool.query('select attempts from call_analyses where call_id = $1', [id])).rows[0]?.attempts;
  const milestones = async () =>
    (await rest.get(`/calls/${id}`)).body.data.call.events.filter(({ type }: { type: string }) => type === 'ANALYZED');
  return { id, rest, account, look, settled, attempts, milestones };
}

test.each([
  ['simulated-500', 'The language model failed.'],
  ['simulated-401', 'The language model refused to answer.'],
  ['simulated-garbage', 'The language model '],
  ['simulated-no-such-model', 'The language model refused to answer.'],
])(
  'with the model %s it has failed after four attempts, with a reason, and can be asked for again',
  async (model, why) => {
    const { rest, id, settled, attempts, milestones } = await talk({ model });
    const data = await settled();
    expect(data).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining(why),
      summary: null,
      rawResponse: null,
    });
    expect(data.reason).toContain('4 times');
    expect(await attempts()).toBe(4);
    expect(await milestones()).toHaveLength(1);
    const again = await rest.post(`/calls/${id}/analysis`);
    expect([again.status, again.body.data.status]).toEqual([200, 'PENDING']);
    expect((await settled()).status).toBe('FAILED');
    expect(await milestones()).toHaveLength(1);
  },
);

test('asking all the time does not make it start over', async () => {
  const { rest, id, look, attempts } = await talk({ model: 'simulated-500' });
  await until(
    async () => {
      await rest.post(`/calls/${id}/analysis`);
      return (await attempts()) === 4;
    },
    'the last attempt',
    30,
  );
  await until(async () => (await look()).status === 'FAILED', 'the failure');
});

test('between attempts it is pending, and says why', async () => {
  const { look } = await talk({ model: 'simulated-500' });
  const data = await until(async () => {
    const now = await look();
    return now.status === 'PENDING' && now.reason.includes('tried again') && now;
  }, 'a pause');
  expect(data.reason).toBe('The language model failed. It will be tried again.');
});

test('what fails once is made by the next attempt', async () => {
  const { settled } = await talk({ model: 'simulated-500-once' });
  expect(await settled()).toMatchObject({ status: 'COMPLETED', reason: null });
});

test.each([
  ['nothing was said', { lines: [] }, /before anything was said/],
  ['only the agent spoke', { lines: ['Hello?'] }, /said nothing/],
  ['nothing was understood of the contact', { lines: ['Hello?', '  ', 'Goodbye.'] }, /said nothing/],
  ['a fax answered', { answeredBy: 'FAX' }, /machine/],
])('where %s it is skipped without asking the model', async (_, options, reason) => {
  const { settled, milestones } = await talk({ model: 'simulated-500' }, options);
  expect(await settled()).toMatchObject({ status: 'SKIPPED', reason: expect.stringMatching(reason) });
  expect(await milestones()).toHaveLength(1);
});

test('one that nobody can bring to an end is given up', async () => {
  const { id, settled } = await talk({ model: 'simulated-slow-100' }, { due: false });
  await server.pool.query(
    `with call as (update calls set analysis_status = 'PENDING' where id = $1 returning account_id, id)
     insert into call_analyses (account_id, call_id, due_at, attempts) select account_id, id, now(), 50 from call`,
    [id],
  );
  expect(await settled()).toMatchObject({ status: 'FAILED' });
});

test('asked for again and again at the same time it is made, and nothing is left over', async () => {
  const { rest, id, settled, milestones } = await talk({ model: 'simulated' });
  await settled();
  const answers = await Promise.all(Array.from({ length: 20 }, () => rest.post(`/calls/${id}/analysis`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  for (const { body } of answers) expect(['PENDING', 'PROCESSING', 'COMPLETED']).toContain(body.data.status);
  expect(await settled()).toMatchObject({ status: 'COMPLETED', summary: expect.any(String) });
  expect(await milestones()).toHaveLength(1);
});

describe('what is remembered', () => {
  const metadataOf = async ({ rest, id }: Awaited<ReturnType<typeof talk>>) => {
    const { contact } = (await rest.get(`/calls/${id}`)).body.data.call;
    return { path: `/contacts/${contact.id}/metadata`, id: contact.id };
  };

  test('is written beside what is kept, unless it does not fit: then the analysis has it all the same', async () => {
    const placed = await talk({ memory: true, model: 'simulated-slow-1500' });
    const { path } = await metadataOf(placed);
    await placed.rest.put(path, { metadata: { big: 'x'.repeat(64 * 1024 - 60) } });
    const data = await placed.settled();
    expect(data).toMatchObject({ status: 'COMPLETED', metadata: { memory: expect.stringMatching(/\S/) } });
    expect(Object.keys((await placed.rest.get(path)).body.data.metadata)).toEqual(['big']);
    await placed.rest.put(path, { metadata: { big: null, kept: 1 } });
    await placed.rest.post(`/calls/${placed.id}/analysis`);
    const again = await placed.settled();
    expect((await placed.rest.get(path)).body.data.metadata).toEqual({ kept: 1, memory: again.metadata.memory });
  });

  test('is of the latest call, also when an older one is analysed again', async () => {
    const older = await talk({ memory: true, model: 'simulated' });
    const { rest, account } = older;
    const { path } = await metadataOf(older);
    await older.settled();
    const lines = ['Which colour do you like?', 'I like the green one best.', 'Goodbye.'];
    const id = await insertTalk(server.pool, account, { lines, due: false });
    await server.pool.query(
      'update calls set contact_id = (select contact_id from calls where id = $1) where id = $2',
      [older.id, id],
    );
    await rest.post(`/calls/${id}/analysis`);
    const { memory } = await until(
      async () => {
        const { data } = (await rest.get(`/calls/${id}/analysis`)).body;
        return data.status === 'COMPLETED' && data.metadata;
      },
      'the later analysis',
      30,
    );
    await rest.post(`/calls/${older.id}/analysis`);
    expect((await older.settled()).metadata.memory).not.toBe(memory);
    expect((await rest.get(path)).body.data.metadata).toEqual({ memory });
  });

  test('loses nothing that is written at the same moment', async () => {
    const talks = await Promise.all(Array.from({ length: 5 }, () => talk({ memory: true, model: 'simulated' })));
    await Promise.all(
      talks.map(async (placed) => {
        const { path } = await metadataOf(placed);
        let round = 0;
        for (let over = false; !over; round += 1) {
          await placed.rest.put(path, { metadata: { [`k${round}`]: round } });
          over = (await placed.look()).status === 'COMPLETED';
        }
        const { metadata } = (await placed.rest.get(path)).body.data;
        const written = Object.fromEntries(Array.from({ length: round }, (_, at) => [`k${at}`, at]));
        expect(metadata).toEqual({ ...written, memory: expect.stringMatching(/\S/) });
      }),
    );
  });
});

test('a call that is not over cannot be analysed: 409', async () => {
  const { rest, id } = await talk({}, { due: false });
  await server.pool.query(
    `update calls set end_time = null, ended_reason = null, status = 'ANSWERED', check_at = now() + interval '1 hour' where id = $1`,
    [id],
  );
  const { status, body } = await rest.post(`/calls/${id}/analysis`);
  expect([status, body]).toEqual([409, { success: false, error: expect.stringContaining('not over yet') }]);
});

test('both doors have it made again, and GraphQL says why not', async () => {
  const { id, account, settled } = await talk({ model: 'simulated' });
  await settled();
  const again = async () => {
    const query = `mutation ($id: ID!) { reanalyzeCall(callId: $id) { __typename
      ... on ReanalyzeCallSuccess { call { analysis { status summary } } }
      ... on NothingToAnalyzeError { code message call { id } } } }`;
    return (await graphqlClient(server.url, account.key)(query, { id })).body.data.reanalyzeCall;
  };
  const summary = expect.any(String);
  expect(await again()).toEqual({
    __typename: 'ReanalyzeCallSuccess',
    call: { analysis: { status: expect.stringMatching(/^(PENDING|PROCESSING)$/), summary } },
  });
  expect((await settled()).status).toBe('COMPLETED');
  await server.pool.query('update calls set turns = 0 where id = $1', [id]);
  expect(await again()).toMatchObject({ __typename: 'NothingToAnalyzeError', code: 'CONFLICT', call: { id } });
});
