import { restClient } from './client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from './factories';
import { startScriptedCarrier } from './scripted-carrier';
import { startTestServer, type TestServer } from './server';
import { statusFields, twilioCaller } from './twilio-caller';

/** An account with a call that lasted a minute and a half and a live one, and another account with a live call of its own. */
export interface LiveAndEnded {
  server: TestServer;
  mine: TestAccount;
  theirs: TestAccount;
  /** Ids of my calls. */
  live: string;
  ended: string;
  stop(): Promise<void>;
}

/** Starts a server of its own, whose carrier reports nothing, with calls on it. */
export async function startLiveAndEnded(): Promise<LiveAndEnded> {
  const carrier = await startScriptedCarrier();
  const server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  const mine = await createTestAccount(server.pool, { credits: 100 });
  const theirs = await createTestAccount(server.pool, { credits: 100 });
  const place = async ({ key, agentId }: TestAccount, idempotencyKey: string) => {
    const body = { toNumber: randomPhoneNumber(), agentId };
    const answer = await restClient(server.url, key).post('/calls', body, { 'Idempotency-Key': idempotencyKey });
    return answer.body.data.call;
  };
  const { id: ended, callSid: sid } = await place(mine, 'first');
  const twilio = await twilioCaller(server.pool);
  const call = { accountId: mine.accountId, id: ended, sid };
  await twilio.post(server, call, 'status', statusFields('completed', { duration: 90, at: 100 }));
  const { id: live } = await place(mine, 'second');
  await place(theirs, 'theirs');
  const stop = async () => {
    await server.stop();
    await carrier.close();
  };
  return { server, mine, theirs, live, ended, stop };
}
