import {
  type FaultRule,
  startTroubledServer,
  type TroubledCall,
  type TroubledServer,
} from '../support/carrier-of-its-own';
import { expectCharged, milestonesOf } from '../support/fault-checks';
import { ledgerFaults } from '../support/ledger';
import { until } from '../support/until';

let troubled: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer();
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
});

const STATUSES = ['initiated', 'ringing', 'answered', 'completed'];
const DOCUMENTS = ['document', 'action'];
/** What each callback adds to a call's timeline, besides its end. */
const MILESTONES = { initiated: 'DIALED', ringing: 'RINGING', answered: 'ANSWERED', document: 'TALK_STARTED' };
const ALL_MILESTONES = [...Object.values(MILESTONES), 'TALK_ENDED', 'ENDED', 'SETTLED'];
const forAll = (events: string[], fault: object): FaultRule => ({ on: events, uses: events.length, ...fault });

/** Lives a call under these rules, and checks that it was dialled once and paid for. */
async function live(...rules: FaultRule[]) {
  const call = await troubled.prepare(rules);
  const { status, body } = await call.place();
  expect(status).toBe(200);
  const ended = await call.rest.untilAnalyzed(body.data.call.id);
  await call.exhausted();
  await expectCharged(troubled.server, call, ended);
  return { call, ended, now: async () => (await call.rest.get(`/calls/${ended.id}`)).body.data.call };
}

/** Who said what is on a call's timeline. */
async function sourcesOf(callId: string): Promise<string[]> {
  const query = 'select source from call_events where call_id = $1';
  const { rows } = await troubled.server.pool.query<{ source: string }>(query, [callId]);
  return rows.map(({ source }) => source);
}

describe.each(['lost', 'wrongly signed', 'not signed'])('a callback that is %s', (how) => {
  const fault = { lost: { lost: true }, 'wrongly signed': { signature: 'wrong' }, 'not signed': { signature: 'none' } };
  const rule = (events: string[]) => forAll(events, fault[how as keyof typeof fault]);

  test.concurrent.each([...STATUSES.entries()])(
    '(%i) %s: it is as if it had never come, and the call ends as the talk did',
    async (index, event) => {
      const { ended } = await live(rule([event]));
      expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
      // Callbacks are numbered as they are sent, and what is lost was not sent.
      const sources = await sourcesOf(ended.id);
      expect(sources).not.toContain(`twilio:status:${how === 'lost' ? STATUSES.length - 1 : index}`);
      if (event === 'completed') expect(sources).toContain('twilio:fetch');
    },
  );

  test.concurrent('all of them: asking the carrier tells how the call ended', async () => {
    const { ended } = await live(rule(STATUSES));
    expect(milestonesOf(ended)).toBe('INITIATED DIALED TALK_STARTED TALK_ENDED ENDED SETTLED ANALYZED');
    expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  });

  test.concurrent('document: the carrier hangs up, nobody has talked, and nobody says that anybody did', async () => {
    const { ended } = await live(rule(['document']));
    expect(ended).toMatchObject({ endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' });
    expect(milestonesOf(ended)).not.toContain('TALK_');
  });

  test.concurrent('action: the carrier hangs up, and why the talk ended is known all the same', async () => {
    const { ended } = await live(rule(['action']));
    expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
    expect(milestonesOf(ended)).toMatch(new RegExp(`^INITIATED ${ALL_MILESTONES.join(' ')}`));
  });
});

/** Waits until the carrier has delivered so many status callbacks of a call, its last word included. */
const delivered = (call: TroubledCall, count: number) =>
  until(async () => {
    const [dialled] = await call.dialled();
    const taken = dialled?.callbacks.filter(({ event, httpStatus }) => STATUSES.includes(event) && httpStatus === 204);
    return taken?.length === count;
  }, `${count} callbacks`);

test.concurrent.each<[string, number, FaultRule[]]>([
  ['three copies of everything', 12, [forAll([...STATUSES, ...DOCUMENTS], { copies: 3 })]],
  [
    'callbacks in reverse',
    4,
    [
      { on: 'initiated', heldBackUntil: 'ringing' },
      { on: 'ringing', heldBackUntil: 'answered' },
      { on: 'answered', heldBackUntil: 'completed' },
    ],
  ],
  [
    'the end first, and then three copies of all before it',
    10,
    [forAll(['initiated', 'ringing', 'answered'], { heldBackUntil: 'completed', copies: 3 })],
  ],
  ['callbacks that are all half a second late', 4, [forAll(STATUSES, { delayMs: 500 })]],
  ['a last callback that comes after we asked', 4, [{ on: 'completed', delayMs: 6500 }]],
  ['a document that takes half a second', 4, [{ on: 'document', delayMs: 500 }]],
])('%s come to one call, one talk and one charge', async (_name, count, rules) => {
  const { call, ended, now } = await live(...rules);
  await delivered(call, count);
  const settled = await now();
  expect({ ...settled, events: null }).toEqual({ ...ended, events: null, updatedAt: settled.updatedAt });
  expect(settled).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  const milestones = milestonesOf(settled).split(' ');
  expect(new Set(milestones).size).toBe(milestones.length);
  expect(milestones).toEqual(expect.arrayContaining(ALL_MILESTONES));
  await expectCharged(troubled.server, call, settled);
});
