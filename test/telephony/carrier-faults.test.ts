import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultRule, startTroubledServer, type TroubledServer } from '../support/carrier-of-its-own';
import { expectCharged, expectNothingHeld, milestonesOf } from '../support/fault-checks';
import { ledgerFaults, ledgerOf } from '../support/ledger';
import { TALKATIVE } from '../support/talkative';
import { until } from '../support/until';

let troubled: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer();
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
});

const error = (status: number, done: boolean) => ({ kind: 'error', status, done });
const garbage = (body: string, done: boolean, status?: number) => ({ kind: 'garbage', body, done, status });

test.concurrent('a carrier that takes two seconds to dial is waited for', async () => {
  const call = await troubled.prepare([{ on: 'create', delayMs: 2000 }]);
  const began = performance.now();
  const { status, body } = await call.place();
  expect(status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(1990);
  await expectCharged(troubled.server, call, await call.rest.untilEnded(body.data.call.id));
});

test.concurrent('a burst of three 429 is sat out, and one call comes of it', async () => {
  const call = await troubled.prepare([{ on: 'create', uses: 3, mishap: error(429, false) }]);
  const { status, body } = await call.place();
  expect(status).toBe(200);
  await call.exhausted();
  await expectCharged(troubled.server, call, await call.rest.untilEnded(body.data.call.id));
});

test.concurrent.each<[string, object]>([
  ['a reset', { kind: 'reset', done: true }],
  ['a 500', error(500, true)],
  ['a 503', error(503, true)],
  ['JSON that stops half-way', garbage('cut', true)],
  ['JSON without a call id', garbage('no-sid', true)],
  ['a page for people', garbage('html', true)],
  ['a 502 with a page for people', garbage('html', true, 502)],
  ['silence', { kind: 'silence', done: true }],
])('when %s follows a dial, a callback proves the call and it is like any other', async (_name, mishap) => {
  await expectProven([{ on: 'create', mishap }]);
});

test.concurrent('a number that is dialled only after the reply was given up is proven by a callback, too', async () => {
  // The reply is given up after ten seconds, and a callback is hoped for until three seconds later.
  await expectProven([{ on: 'create', delayMs: 11_500 }]);
});

/** Places a call whose reply is of no use, and checks that nobody notices. */
async function expectProven(rules: FaultRule[]): Promise<void> {
  const call = await troubled.prepare(rules);
  const { status, body } = await call.place();
  expect([status, body.data?.call.callSid]).toEqual([200, expect.stringMatching(/^CA[0-9a-f]{32}$/)]);
  const ended = await call.rest.untilEnded(body.data.call.id);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', callSid: body.data.call.callSid });
  await expectCharged(troubled.server, call, ended);
}

const ALL = ['initiated', 'ringing', 'answered', 'completed'] as const;
const RINGS_OUT = '+15005550011';
const IS_BUSY = '+15005550010';

test.concurrent.each<[string, string, string, object]>([
  ['with an idempotency key', RINGS_OUT, 'NO_ANSWER', { 'Idempotency-Key': 'lost' }],
  ['without one', IS_BUSY, 'BUSY', {}],
])(
  'when the reply to a create and every callback is lost, the list tells, and a retry %s gets that call',
  async (_name, toNumber, status, headers) => {
    const rules = [
      { on: 'create', mishap: { kind: 'reset', done: true } },
      { on: ALL, lost: true, uses: 100 },
    ];
    const { account, rest, dialled } = await troubled.prepare(rules, undefined, toNumber);
    const place = () => rest.post('/calls', { toNumber, agentId: account.agentId }, { ...headers });
    const first = await place();
    const id = first.body.callId ?? first.body.data.call.id;
    const ended = await rest.untilEnded(id);
    const [carried, ...others] = await dialled();
    expect(others).toEqual([]);
    expect(ended).toMatchObject({ status, callSid: carried?.sid, creditsUsed: 0 });
    expect(milestonesOf(ended)).toBe('INITIATED OUTCOME_UNKNOWN RECONCILED ENDED SETTLED');
    const found = ended.events.find(({ type }: { type: string }) => type === 'RECONCILED');
    expect(found.detail).toEqual({ how: 'list', by: 'twilio:list', askedBy: 'call-manager:sweep' });
    const answered = first.status === 200 ? first : await place();
    expect([answered.status, answered.body.data.call.id]).toEqual([200, id]);
    expect(await dialled()).toHaveLength(1);
  },
  20_000,
);

test.concurrent.each<[string, object]>([
  ['a reset', { kind: 'reset', done: false }],
  ['a 500', error(500, false)],
  ['a success in HTML', garbage('html', false)],
])(
  'when %s comes instead of a dial, the credits are held until the deadline and then given back',
  async (_name, mishap) => {
    const call = await troubled.prepare([{ on: 'create', mishap }]);
    const { status, body } = await call.place();
    expect([status, body.details]).toEqual([500, expect.stringMatching(/outcome is unknown/)]);
    const held = await ledgerOf(troubled.server.pool, call.account.accountId);
    expect(held).toMatchObject({ balance: 50, reserved: 30, activeCalls: 1 });
    const again = await call.place();
    expect([again.status, again.body.callId]).toEqual([500, body.callId]);

    const ended = await call.rest.untilEnded(body.callId, 40);
    expect(ended).toMatchObject({ status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', creditsUsed: 0, callSid: null });
    expect(milestonesOf(ended)).toBe('INITIATED OUTCOME_UNKNOWN ENDED SETTLED');
    await expectNothingHeld(troubled.server, call);
    expect(await call.dialled()).toEqual([]);
  },
  60_000,
);

test.concurrent.each<[string, object]>([
  ['a reset', { mishap: { kind: 'reset', done: false } }],
  ['a 503', { mishap: error(503, false) }],
  ['a 404 in HTML', { mishap: garbage('html', true, 404) }],
  ['JSON that stops half-way', { mishap: garbage('cut', true) }],
  ['JSON without a call id', { mishap: garbage('no-sid', true) }],
  ['an answer after two seconds', { delayMs: 2000 }],
])(
  'when the last callback is lost and the question is met by %s, it is asked again',
  async (_name, fault) => {
    const call = await troubled.prepare([
      { on: 'completed', lost: true },
      { on: 'fetch', ...fault },
    ]);
    const { body } = await call.place();
    const ended = await call.rest.untilEnded(body.data.call.id, 30);
    await call.exhausted();
    expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED' });
    await expectCharged(troubled.server, call, ended);
  },
  45_000,
);

test.concurrent.each<[string, object]>([
  ['a reset, and not done', { kind: 'reset', done: false }],
  ['a 500, though it is done', error(500, true)],
  ['garbage, though it is done', garbage('cut', true)],
])('when a request to hang up is met by %s, the call ends all the same', async (_name, mishap) => {
  const call = await troubled.prepare([{ on: 'update', mishap }], TALKATIVE);
  const { id } = (await call.place()).body.data.call;
  const isAnswered = async () => (await call.rest.get(`/calls/${id}`)).body.data.call.status === 'ANSWERED';
  await until(isAnswered, 'the answer');
  // The carrier counts whole seconds of its own time, so a talk has to last for some before it costs anything.
  await sleep(50);
  expect((await call.rest.post(`/calls/${id}/end`)).status).toBe(200);
  const ended = await call.rest.untilEnded(id);
  await call.exhausted();
  expect(ended).toMatchObject({ endedReason: 'ENDED_BY_API', endedBy: 'API' });
  await expectCharged(troubled.server, call, ended);
});
