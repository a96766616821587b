import { randomBytes } from 'node:crypto';
import { type Simulator, startSimulator } from '../../src/simulator';
import { type Endpoint, json, startEndpoint } from '../conversation/model/support/endpoint';
import { carriedCalls } from '../support/dialled';
import { createTestAccount, type TestAccount, type TestAccountOptions } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { createTestTwin } from '../support/test-twin';

/** A server with credentials of a carrier and a model that stand for the real ones. */
export interface RealServer {
  server: TestServer;
  /** Stands for Twilio. */
  twilio: Simulator;
  authToken: string;
  /** Stands for the operator's model; it says nothing of use. */
  model: Endpoint;
  /** An account and its test twin. */
  accounts(options?: TestAccountOptions): Promise<{ live: TestAccount; test: TestAccount }>;
  /** What the carrier that stands for Twilio was asked to dial. */
  dialledByTwilio(numbers: { from: string; to: string }): ReturnType<typeof carriedCalls>;
  stop(): Promise<void>;
}

/** Starts all of it. The simulated carrier is the one that all test files share. */
export async function startRealServer(): Promise<RealServer> {
  const twilio = await startSimulator({ speed: 100 });
  const model = await startEndpoint(json({ error: { message: 'no', type: 'server_error' } }, 500));
  const authToken = randomBytes(16).toString('hex');
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const server = await startTestServer({
    config: {
      provider: { kind: 'twilio', accountSid, authToken, baseUrl: twilio.url },
      model: { kind: 'remote', baseUrl: model.url, apiKey: undefined, name: 'real-1', allowed: null },
    },
  });
  return {
    server,
    twilio,
    authToken,
    model,
    accounts: async (options) => {
      const live = await createTestAccount(server.pool, options);
      return { live, test: await createTestTwin(server.pool, live) };
    },
    dialledByTwilio: (numbers) => carriedCalls(server.url, numbers, twilio.url),
    stop: async () => {
      await server.stop();
      await twilio.close();
      await model.close();
    },
  };
}
