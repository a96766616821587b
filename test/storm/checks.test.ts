import { checkCarried } from './checks/carried';
import type { StormCheck } from './checks/check';
import { checkAnswers, checkOrders } from './checks/orders';
import type { StoredCall } from './checks/stored-calls';
import type { Order } from './clients/order';
import type { CarriedCall } from './parties/carrier';

const FROM = '+15100000000';
const TO = '+14150000000';

const stored = (fields: Partial<StoredCall> = {}): StoredCall => ({
  accountId: 'account',
  id: 'one',
  callSid: 'CA1',
  trackingId: 'tracking',
  dial: 'ACCEPTED',
  status: 'COMPLETED',
  endedReason: 'AGENT_ENDED',
  talkEnd: 'AGENT_ENDED',
  from: FROM,
  to: TO,
  startTime: new Date(),
  ended: true,
  duration: 61,
  maxDuration: 300,
  creditsPerMinute: 1,
  reserved: 5,
  used: 2,
  ...fields,
});

const carried = (fields: Partial<CarriedCall> = {}, id = 'one'): CarriedCall => ({
  sid: 'CA1',
  from: FROM,
  to: TO,
  url: `http://127.0.0.1:1/webhooks/twilio/calls/account/${id}/answer`,
  status: 'completed',
  ended: '2026-01-01T00:00:00Z',
  durationSeconds: 61,
  ...fields,
});

const order = (fields: Partial<Order> = {}): Order => ({
  account: {} as Order['account'],
  idempotencyKey: 'key',
  from: { id: 'from', phoneNumber: FROM },
  to: TO,
  agentId: 'agent',
  contactName: 'Contact',
  contactData: {},
  unanswered: 0,
  owed: new Set(),
  acknowledged: [{ id: 'one', callSid: 'CA1', trackingId: 'tracking' }],
  successes: new Map(),
  differences: [],
  ...fields,
});

const broken = (checks: StormCheck[]) =>
  checks.filter(({ violations }) => violations > 0).map(({ check, violations }) => `${check} ${violations}`);

const givenUp = { status: 'FAILED', endedReason: 'OUTCOME_UNKNOWN', dial: 'UNKNOWN', duration: 0, used: 0 } as const;

test('a call that ended as the carrier says breaks nothing', () => {
  const refused = stored({ id: 'two', callSid: null, status: 'FAILED', duration: 0, used: 0 });
  expect(broken(checkCarried([stored(), refused], [carried()]))).toEqual([]);
});

test.each<[string, StoredCall[], CarriedCall[]]>([
  ['dialled-once 1', [stored()], [carried(), carried({ sid: 'CA2' })]],
  ['carried-call-known 1', [stored()], [carried(), carried({ sid: 'CA2' }, 'two')]],
  ['end-as-carried 1', [stored()], []],
  ['end-as-carried 1', [stored()], [carried({ durationSeconds: 60 })]],
  ['end-as-carried 1', [stored({ callSid: null, ...givenUp })], [carried()]],
  ['end-as-carried 1', [stored({ status: 'BUSY', duration: 0, used: 0 })], [carried({ status: 'no-answer' })]],
  ['charged-as-lasted 1', [stored({ used: 1 })], [carried()]],
  ['hold-fits-time-limit 1', [stored({ reserved: 6 })], [carried()]],
  ['hold-fits-time-limit 1', [stored({ duration: 301, used: 5 })], [carried({ durationSeconds: 301 })]],
])('%s', (name, calls, dials) => {
  expect(broken(checkCarried(calls, dials))).toEqual([name]);
});

test.each<[string[], Order, CarriedCall[]]>([
  [[], order(), [carried()]],
  [['acknowledged-call-there 1'], order({ acknowledged: [{ id: 'two', callSid: 'CA1', trackingId: 'tracking' }] }), []],
  [['acknowledged-call-there 1'], order({ acknowledged: [{ id: 'one', callSid: 'CA2', trackingId: 'tracking' }] }), []],
  [['one-ring-an-order 1'], order(), [carried(), carried({ sid: 'CA2' }, 'two')]],
  [['one-ring-an-order 1'], order({ unanswered: 1 }), [carried(), carried({ sid: 'CA2' }, 'two')]],
  [[], order({ idempotencyKey: null, unanswered: 1 }), [carried(), carried({ sid: 'CA2' }, 'two')]],
  [['one-ring-an-order 1'], order({ idempotencyKey: null }), [carried(), carried({ sid: 'CA2' }, 'two')]],
  [['repeats-identical 1'], order({ differences: ['another answer'] }), [carried()]],
])('%s', (names, asked, dials) => {
  expect(broken(checkOrders([asked], [stored()], dials))).toEqual(names);
});

test('a client that was told of two calls for one order', () => {
  const two = [stored(), stored({ id: 'two', callSid: 'CA2' })];
  const acknowledged = two.map(({ id, callSid, trackingId }) => ({ id, callSid: callSid ?? '', trackingId }));
  expect(broken(checkOrders([order({ acknowledged })], two, [carried()]))).toEqual(['one-call-an-order 1']);
});

test('answers that tell of a fault are counted', () => {
  expect(broken([checkAnswers({ '503 Service unavailable': 3 })])).toEqual([]);
  expect(broken([checkAnswers({ '500 Internal server error': 2 })])).toEqual(['no-internal-error 2']);
});
