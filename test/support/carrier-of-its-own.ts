import { type Simulator, startSimulator } from '../../src/simulator';
import { restClient } from './client';
import { carriedCalls } from './dialled';
import { createTestAccount, PATIENT, randomPhoneNumber, type TestAccount, type TestAccountOptions } from './factories';
import { startTestServer, type TestServer } from './server';
import { until } from './until';

const SPEED = 100;

/** What a rule asks to go wrong; `/simulator/faults` explains them. */
export type FaultRule = { on: string | readonly string[]; uses?: number } & Record<string, unknown>;

/** A server with a simulated carrier that no other test file uses, so that things may go wrong there. */
export interface TroubledServer {
  server: TestServer;
  carrier: Simulator;
  /** An account and a number that only the rules given here are about. */
  prepare(rules: readonly FaultRule[], agent?: TestAccountOptions['agent'], toNumber?: string): Promise<TroubledCall>;
  stop(): Promise<void>;
}

export interface TroubledCall {
  account: TestAccount;
  toNumber: string;
  rest: ReturnType<typeof restClient>;
  place(request?: object): ReturnType<ReturnType<typeof restClient>['post']>;
  /** What the carrier really dialled. */
  dialled(): ReturnType<typeof carriedCalls>;
  /** Waits until the rules have been used as often as they allow. */
  exhausted(): Promise<unknown>;
}

/** Starts both; `others` are variables of the server. Each call has rules of its own, so tests may run side by side. */
export async function startTroubledServer(others: Record<string, string> = {}): Promise<TroubledServer> {
  const { SIMULATOR_SPEED = String(SPEED) } = others;
  const carrier = await startSimulator({ speed: Number(SIMULATOR_SPEED) });
  const environment = { ...others, SIMULATOR_URL: carrier.url, SIMULATOR_SPEED };
  const server = await startTestServer({ environment });
  const faultsUrl = `${carrier.url}/simulator/faults`;

  return {
    server,
    carrier,
    prepare: async (wanted, agent, toNumber = randomPhoneNumber()) => {
      const account = await createTestAccount(server.pool, { credits: 50, agent: { ...PATIENT, ...agent } });
      const rules = wanted.map((rule) => ({ ...rule, to: toNumber }));
      const response = await fetch(faultsUrl, { method: 'POST', body: JSON.stringify({ rules }) });
      if (response.status !== 200) throw new Error(await response.text());
      const rest = restClient(server.url, account.key);
      return {
        account,
        toNumber,
        rest,
        place: (request) => rest.post('/calls', { toNumber, agentId: account.agentId, ...request }),
        dialled: () => carriedCalls(server.url, { from: account.fromNumber, to: toNumber }, carrier.url),
        exhausted: () => until(async () => isUsedUp(faultsUrl, toNumber), 'the rules to be used up'),
      };
    },
    stop: async () => {
      await server.stop();
      await carrier.close();
    },
  };
}

async function isUsedUp(faultsUrl: string, to: string): Promise<boolean> {
  const { rules } = (await (await fetch(faultsUrl)).json()) as { rules: { to: string; uses: number; used: number }[] };
  return rules.filter((rule) => rule.to === to).every(({ uses, used }) => used === uses);
}
