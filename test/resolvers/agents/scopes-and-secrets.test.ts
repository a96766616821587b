import { randomUUID } from 'node:crypto';
import { SCOPES, type Scope } from '../../../src/services/accounts/scopes';
import { createTestAccount, type TestAccount } from '../../support/factories';
import { startTestServer, type TestServer } from '../../support/server';
import { agentManager, INPUT } from './support';

let server: TestServer;
let account: TestAccount;
let agents: ReturnType<typeof agentManager>;
beforeAll(async () => {
  server = await startTestServer();
  account = await createTestAccount(server.pool);
  agents = agentManager(server.url, account.key);
});
afterAll(() => server.stop());

const NEEDS = {
  create: 'agents:write',
  update: 'agents:write',
  submit: 'agents:write',
  archive: 'agents:write',
  approve: 'agents:approve',
  reject: 'agents:approve',
} as const satisfies Record<string, Scope>;

test.each([[[]], [['agents:write']], [['agents:approve']]] as Array<[Scope[]]>)(
  'a key with the scopes %j may do what they say and nothing else',
  async (scopes) => {
    const { key, agentId } = await createTestAccount(server.pool, { scopes });
    const manager = agentManager(server.url, key);
    for (const [verb, scope] of Object.entries(NEEDS) as Array<[keyof typeof NEEDS, Scope]>) {
      const { body } = await manager.act(verb, { id: randomUUID(), input: { ...INPUT } });
      if (scopes.includes(scope)) {
        expect([verb, body.data.result.__typename]).toEqual([
          verb,
          verb === 'create' ? 'CreateAgentSuccess' : 'NotFoundError',
        ]);
      } else {
        expect([verb, body]).toMatchObject([
          verb,
          { errors: [{ message: `This API key lacks the scope ${scope}`, extensions: { code: 'FORBIDDEN' } }] },
        ]);
      }
    }
    expect((await manager.agent(agentId)).id).toBe(agentId);
  },
);

test('a key without a scope learns nothing of what is wrong with its input, and nothing is written', async () => {
  const { key } = await createTestAccount(server.pool, { scopes: [] });
  const manager = agentManager(server.url, key);
  const { body } = await manager.act('create', { input: { ...INPUT, prompt: '{{' } });
  expect(body.errors[0].extensions).toEqual({ code: 'FORBIDDEN' });
  expect((await manager.send('{ agents { totalCount } }')).body.data.agents.totalCount).toBe(1);
  expect(SCOPES).toHaveLength(2);
});

const TOOL = { name: 'book', description: 'Books.', url: 'https://example.com/book' };
const SECRET = 'Bearer hush-hush';

/** The headers of the latest version's first tool, as they are stored. */
async function storedHeaders(id: string): Promise<unknown> {
  const { rows } = await server.pool.query(
    `select settings #> '{tools,0,secretHeaders}' "headers" from agent_versions where agent_id = $1
     order by version desc limit 1`,
    [id],
  );
  return rows[0].headers;
}

test('secret headers are written, never read, kept where they are left out, and removed when that is said', async () => {
  const tools = [{ ...TOOL, secretHeaders: { Authorization: SECRET } }];
  const created = await agents.act('create', { input: { ...INPUT, settings: { tools } } });
  expect(created.text).not.toContain('hush');
  const { id } = created.body.data.result.agent;
  const change = (tool: object) => agents.act('update', { id, input: { settings: { tools: [{ ...TOOL, ...tool }] } } });

  const kept = await change({ url: 'https://example.com/other', description: 'Books a table.' });
  expect(kept.text).not.toContain('hush');
  expect(kept.body.data.result.agent.settings.tools[0]).toMatchObject({
    url: 'https://example.com/other',
    secretHeaderNames: ['Authorization'],
  });
  expect(await storedHeaders(id)).toEqual({ Authorization: SECRET });

  for (const url of ['https://evil.example/book', 'http://example.com/book', 'https://example.com:444/book']) {
    expect(await agents.issues('update', { id, input: { settings: { tools: [{ ...TOOL, url }] } } })).toEqual({
      'settings.tools.0.secretHeaders': [expect.stringContaining('must be given again')],
    });
  }
  await change({ secretHeaders: { 'X-Key': 'hush-2' } });
  expect(await storedHeaders(id)).toEqual({ 'X-Key': 'hush-2' });
  await change({ secretHeaders: {} });
  expect(await storedHeaders(id)).toEqual({});
  expect(server.logs.join('\n')).not.toContain('hush');
});

test('a tool of another name gets no headers', async () => {
  const tools = [{ ...TOOL, secretHeaders: { Authorization: SECRET } }];
  const { agent } = await agents.result('create', { input: { ...INPUT, settings: { tools } } });
  await agents.result('update', { id: agent.id, input: { settings: { tools: [{ ...TOOL, name: 'look' }] } } });
  expect(await storedHeaders(agent.id)).toEqual({});
});
