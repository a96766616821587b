import { type Simulator, startSimulator } from '../../../src/simulator';
import { restClient } from '../../support/client';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { startTestServer, type TestServer } from '../../support/server';
import { type Gateway, startGateway } from './support/gateway';
import { contiguousTurns, timesSaid } from './support/talk-checks';

const SPEED = 100;
const ASKS = '+15005550027';
const HOOKS = ['answer', 'talk-ended', 'transferred'] as const;

let carrier: Simulator;
let gateway: Gateway;
let server: TestServer;
/** How often a request for a hook of a call is answered with 503, before the server gets to see it. */
const failures = new Map<string, number>();
beforeAll(async () => {
  carrier = await startSimulator({ speed: SPEED });
  gateway = await startGateway((line) => {
    const hook = /^POST \S+\/([a-z-]+)[? ]/.exec(line)?.[1] ?? '';
    const left = failures.get(hook) ?? 0;
    failures.set(hook, left - 1);
    return left > 0;
  });
  const environment = { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: String(SPEED), PUBLIC_URL: gateway.url };
  server = await startTestServer({ environment });
  gateway.leadTo(server.url);
});
afterAll(async () => {
  expect(await ledgerFaults(server.pool)).toEqual({});
  await server.stop();
  await carrier.close();
  gateway.close();
});
afterEach(() => failures.clear());

const BUSY = '+15005550010';

/** Lives a call of somebody who asks for a person, and comes back where nobody answers. */
async function live(phoneNumber = BUSY) {
  const account = await createTestAccount(server.pool, {
    agent: { ...INQUISITIVE, settings: { transfers: [{ name: 'reception', phoneNumber }] } },
  });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: ASKS, agentId: account.agentId });
  const ended = await rest.untilEnded(body.data.call.id, 40);
  return { ended, turns: await contiguousTurns(rest, ended.id) };
}

test.each(HOOKS)('a server that has no answer to %s for a moment loses nobody', async (hook) => {
  failures.set(hook, 3);
  const { ended, turns } = await live();
  expect(failures.get(hook)).toBeLessThan(0);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(timesSaid(turns, 'this is Mia')).toBe(1);
  expect(timesSaid(turns, 'I could not reach anybody there.')).toBe(1);
});

test.each(['answer', 'transferred'] as const)(
  'a database that fails once while %s is asked for loses nobody',
  async (hook) => {
    // What each of them writes of its call first; a sequence remembers its failure though the transaction does not.
    const writes = {
      answer: 'new.answered_time is not null and old.answered_time is null',
      transferred: 'new.ended_talk is not null and old.ended_talk is null',
    };
    await server.pool.query(`
    create sequence times_failed;
    create function fail_once() returns trigger language plpgsql as $$ begin
      if nextval('times_failed') = 1 then raise 'the database is away'; end if;
      return new;
    end $$;
    create trigger fail_once before update on calls for each row when (${writes[hook]}) execute function fail_once()`);
    try {
      const { ended, turns } = await live();
      const { rows } = await server.pool.query<{ times: string }>('select last_value "times" from times_failed');
      expect(Number(rows[0]?.times)).toBeGreaterThan(1);
      expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
      expect(timesSaid(turns, 'I could not reach anybody there.')).toBe(1);
    } finally {
      await server.pool.query('drop trigger fail_once on calls; drop function fail_once; drop sequence times_failed');
    }
  },
);

test('a server that has no answer for long costs the call, and nobody says that the person hung up', async () => {
  failures.set('answer', 50);
  const account = await createTestAccount(server.pool, { agent: INQUISITIVE });
  const rest = restClient(server.url, account.key);
  const { body } = await rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: account.agentId });
  const ended = await rest.untilEnded(body.data.call.id, 40);
  expect(failures.get('answer')).toBe(50 - 4);
  expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' });
});

test.each([
  ['somebody was reached', randomPhoneNumber(), { endedReason: 'TRANSFERRED', endedBy: 'AGENT' }],
  ['nobody was reached', BUSY, { endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' }],
])('a server that never hears how a transfer went knows whether %s', async (_, phoneNumber, end) => {
  failures.set('transferred', 50);
  const { ended } = await live(phoneNumber);
  expect(failures.get('transferred')).toBeLessThan(50);
  expect(ended).toMatchObject({ status: 'COMPLETED', ...end });
});
