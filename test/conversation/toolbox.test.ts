import pino from 'pino';
import { CallToolbox } from '../../src/conversation/toolbox';
import { agentSettings } from '../../src/services/agents/settings';
import { converse, modelAt } from './model/support/ask';
import { chunk, type Endpoint, events, startEndpoint } from './model/support/endpoint';
import { Service } from './tools/support/service';

let service: Service;
let endpoint: Endpoint;
beforeEach(async () => {
  service = new Service();
  await service.start();
});
afterEach(async () => {
  await service.stop();
  await endpoint.close();
});

/** The tools of a phone call as a connection has them; of a later one they know nothing of the earlier. */
function connect(): CallToolbox {
  const url = `http://localhost:${service.port}/book`;
  const settings = agentSettings.parse({ tools: [{ name: 'book', description: 'Books.', url }] });
  return new CallToolbox({
    callId: 'the-call',
    settings,
    allowPrivateAddresses: true,
    log: pino({ level: 'silent' }),
  });
}

test.each([[undefined], [''], ['call_0']])(
  'each use has a key of its own, though each answer has the id %j',
  async (id) => {
    const call = { index: 0, id, type: 'function', function: { name: 'book', arguments: '{}' } };
    endpoint = await startEndpoint(events([chunk({ tool_calls: [call] }, 'tool_calls'), '[DONE]']));
    for (const connection of [connect(), connect()]) {
      for (let answer = 0; answer < 2; answer++) {
        for (const event of (await converse(modelAt(endpoint.url))).events) {
          if (event.kind === 'tool-call') await connection.runTool(event.call, new AbortController().signal);
        }
      }
    }
    const keys = service.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([0, 1, 2, 3].map(() => expect.stringMatching(/^[!-~]{20,64}$/)));
    expect(new Set(keys).size).toBe(4);
  },
);
