import fc from 'fast-check';
import { briefOfTalk } from '../../src/conversation/brief-of-talk';
import { AgentStatus } from '../../src/entities/enums';
import { admissionRequest } from '../../src/services/calls/admission-request';
import { addPhoneNumber } from '../../src/services/phone-numbers/add-phone-number';
import { loadTalk } from '../../src/services/talks/load-talk';
import { graphqlClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { INITIATE, PREVIEW } from '../support/graphql-documents';
import { rowsOf } from '../support/rows';
import { type ScriptedCarrier, startScriptedCarrier } from '../support/scripted-carrier';
import { startTestServer, type TestServer } from '../support/server';

let carrier: ScriptedCarrier;
let server: TestServer;
let stranger: TestAccount;
beforeAll(async () => {
  carrier = await startScriptedCarrier();
  server = await startTestServer({ environment: { SIMULATOR_URL: carrier.url, SIMULATOR_SPEED: '1' } });
  stranger = await createTestAccount(server.pool);
});
afterAll(async () => {
  await server.stop();
  await carrier.close();
});

/** Mostly the first, so that often enough nothing is in the way of a later gate. */
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof(
    { weight: 2 * others.length + 1, arbitrary: fc.constant(usual) },
    ...others.map((other) => fc.constant(other)),
  );

const KEYS = ['fresh', 'replayed', 'unknown', 'running', 'reused'] as const;
const states = fc.record({
  credits: mostly(100, 0, 4, 5),
  places: mostly(50, 0, 1),
  agent: mostly('approved', 'draft', 'archived', 'foreign', 'none'),
  agentNumber: mostly('active', 'inactive', 'none'),
  asked: mostly('nothing', 'own', 'inactive', 'foreign'),
  rule: fc.constantFrom('REFUSE' as const, 'DEFAULT' as const, 'BLANK' as const),
  brings: fc.subarray(['company', 'name', 'slip']),
  keeps: fc.subarray(['company', 'name', 'visit']),
  isFull: mostly(false, true),
  key: mostly('none' as const, ...KEYS),
  isOwed: mostly(false, true),
});
type State = typeof states extends fc.Arbitrary<infer S> ? S : never;

const UNKNOWN_ID = '0192f0c1-2345-7abc-8def-0123456789ab';
const DIALS = { replayed: 'ACCEPTED', unknown: 'UNKNOWN', running: 'PENDING', reused: 'ACCEPTED' } as const;

/** Brings an account into a state, and says what is asked of it then. */
async function arrange(state: State) {
  const earlier = [state.key !== 'none' && state.key !== 'fresh', state.isOwed].filter(Boolean).length;
  const { pool } = server;
  const account = await createTestAccount(pool, {
    credits: state.credits + 5 * earlier,
    agent: {
      prompt: 'Confirm the visit on {{visit.day}} for {{company}}. {{ note | default: "Be brief." }}',
      firstMessage: 'Hello {{name}}.',
      settings: { variables: { missing: 'BLANK', defaults: { company: 'us' } }, memory: true },
    },
  });
  const { accountId, agentId } = account;
  const send = graphqlClient(server.url, account.key);
  const place = async (input: object) => {
    const { body } = await send(INITIATE, { input: { agentId, ...input } });
    return body.data.initiateCall.call.id as string;
  };
  const toNumber = randomPhoneNumber();
  const inactive = await addPhoneNumber(pool, { accountId, phoneNumber: randomPhoneNumber() });
  const numbers = { nothing: null, own: account.fromNumberId, inactive: inactive.id, foreign: stranger.fromNumberId };
  const agents = { approved: agentId, draft: agentId, archived: agentId, foreign: stranger.agentId, none: UNKNOWN_ID };
  const data = { company: 'Acme', slip: [{ ofThe: 'pen', a: 1 }] };
  const input = {
    toNumber,
    agentId: agents[state.agent as keyof typeof agents],
    fromNumberId: numbers[state.asked as keyof typeof numbers],
    contactName: state.brings.includes('name') ? 'Ada' : null,
    contactData: Object.fromEntries(Object.entries(data).filter(([name]) => state.brings.includes(name))),
    idempotencyKey: state.key === 'none' ? null : 'key',
  };

  const once = (text: string, ...values: unknown[]) => pool.query(text, [accountId, ...values]);
  if (state.key !== 'none' && state.key !== 'fresh') {
    const id = await place({ toNumber: randomPhoneNumber(), idempotencyKey: 'key' });
    await once('update calls set dial = $3 where account_id = $1 and id = $2', id, DIALS[state.key]);
    const { fingerprint } = admissionRequest(accountId, input);
    if (state.key !== 'reused')
      await once('update idempotency_keys set fingerprint = $2 where account_id = $1', fingerprint);
  }
  if (state.isOwed) {
    const id = await place({ toNumber });
    await once('update calls set answer_owed = true where account_id = $1 and id = $2', id);
  }
  const kept: Record<string, unknown> = { company: 'Kept', name: 'Kept Name', visit: { day: 'Monday', at: 10 } };
  const keeps = Object.fromEntries(Object.entries(kept).filter(([name]) => state.keeps.includes(name)));
  if (state.isFull) keeps.padding = 'x'.repeat(64 * 1024 - 100);
  if (Object.keys(keeps).length > 0) {
    await once(
      `insert into contacts (account_id, id, phone_number, additional_data, metadata)
       values ($1, gen_random_uuid(), $2, $3, '{"memory": "Likes mornings."}')
       on conflict (account_id, phone_number) do update set additional_data = excluded.additional_data`,
      toNumber,
      JSON.stringify(keeps),
    );
  }
  await once('update accounts set concurrent_calls = $2 where id = $1', Math.max(earlier + state.places, 1));
  await once(`update phone_numbers set status = 'INACTIVE' where account_id = $1 and id = $2`, inactive.id);
  if (state.agentNumber === 'inactive') {
    await once('update agents set from_number_id = $2 where account_id = $1', inactive.id);
  } else if (state.agentNumber === 'none') {
    await once('update agents set from_number_id = null where account_id = $1');
  }
  const status = { draft: AgentStatus.DRAFT, archived: AgentStatus.ARCHIVED }[state.agent] ?? AgentStatus.APPROVED;
  await once(
    `update agents set status = $2, settings = jsonb_set(settings, '{variables,missing}', to_jsonb($3::text)) where account_id = $1`,
    status,
    state.rule,
  );
  await once(`update agent_versions v set settings = a.settings from agents a
    where v.account_id = $1 and a.account_id = v.account_id and a.id = v.agent_id`);
  return { account, input, send };
}

/** The words of a prompt without what depends on the minute. */
const timeless = (prompt: string) => prompt.replace(/\n# Now\n.*$/s, '');

test('what a preview says of any request is what becomes of the request, and saying it changes nothing', async () => {
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(states, async (state) => {
      const { account, input, send } = await arrange(state);
      const before = await rowsOf(server.pool, account.accountId);
      const { previewCall: preview } = (await send(PREVIEW, { input })).body.data;
      expect(await rowsOf(server.pool, account.accountId)).toEqual(before);

      const { data, errors } = (await send(INITIATE, { input })).body;
      const result = data?.initiateCall;
      const decisive = preview.gates.find((gate: { state: string }) => gate.state !== 'OPEN');
      outcomes.set(decisive?.gate ?? 'none', (outcomes.get(decisive?.gate ?? 'none') ?? 0) + 1);
      expect(preview.wouldCall).toBe(decisive === undefined);
      if (!decisive) {
        expect(result).toMatchObject({
          replayed: false,
          call: { fromNumber: preview.fromNumber, creditsReserved: preview.cost.hold },
        });
        const talk = await loadTalk(server.pool, { accountId: account.accountId, callId: result.call.id });
        const brief = await briefOfTalk(talk!, { attempt: 1, previous: 0 }, { speed: 1, historyCharacters: 20_000 });
        expect(timeless(preview.systemPrompt)).toBe(timeless(brief.systemPrompt));
        expect(preview.firstMessage).toBe(brief.texts.firstMessage);
      } else if (decisive.code === 'BAD_USER_INPUT') {
        expect(errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', issues: decisive.issues });
      } else if (decisive.call) {
        expect((result.call ?? result.failed).id).toBe(decisive.call.id);
        expect([true, undefined]).toContain(result.replayed);
      } else {
        expect(result).toMatchObject({ code: decisive.code, message: decisive.message });
      }
    }),
    { numRuns: 50, interruptAfterTimeLimit: 20_000 },
  );
  // Enough of them were tried, however slow the machine is.
  expect(outcomes.size).toBeGreaterThan(4);
}, 60_000);
