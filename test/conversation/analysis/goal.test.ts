import { createTestAccount } from '../../support/factories';
import { insertTalk } from '../../support/insert-talk';
import { startTestServer, type TestServer } from '../../support/server';
import { until } from '../../support/until';
import { completion, type Endpoint, json, startEndpoint } from '../model/support/endpoint';

let endpoint: Endpoint;
let server: TestServer;
beforeAll(async () => {
  endpoint = await startEndpoint(json(completion('{}')));
  server = await startTestServer({ environment: { LLM_BASE_URL: endpoint.url, LLM_MODEL: 'real' } });
});
afterAll(async () => {
  await server.stop();
  await endpoint.close();
});

test('a talk is judged by the goal that the agent was told, not by its template', async () => {
  const settings = { goal: 'Sell {{ product }} to {{ name }}.', variables: { missing: 'REFUSE' as const } };
  const account = await createTestAccount(server.pool, { agent: { settings } });
  const id = await insertTalk(server.pool, account, { due: false });
  await server.pool.query(
    `with call as (
       update calls set analysis_status = 'PENDING', contact_name = 'Ada', contact_data = '{"product": "tea {{ name }}"}'
       where id = $1 returning account_id, id
     )
     insert into call_analyses (account_id, call_id, due_at) select account_id, id, now() from call`,
    [id],
  );
  const { body } = await until(async () => endpoint.asked[0], 'the model to be asked');
  const [system] = body.messages as Array<{ content: string }>;
  expect(system?.content).toContain('The goal of the call: Sell tea {{ name }} to Ada.');
});
