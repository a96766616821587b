import { restClient } from '../support/client';
import { insertTalk } from '../support/insert-talk';
import { until } from '../support/until';
import { type RealServer, startRealServer } from './support';

let real: RealServer;
beforeAll(async () => {
  real = await startRealServer();
});
afterAll(() => real.stop());

test('talks of live keys are analysed by the model that is configured, those of test keys by the simulated one', async () => {
  const { live, test } = await real.accounts();
  const asked = real.model.asked.length;
  const own = await insertTalk(real.server.pool, test);
  await restClient(real.server.url, test.key).untilAnalyzed(own);
  expect(real.model.asked.length).toBe(asked);
  await insertTalk(real.server.pool, live);
  await until(async () => real.model.asked.length > asked, 'the model to be asked');
  expect(real.model.asked.at(-1)?.body.model).toBe('real-1');
});
