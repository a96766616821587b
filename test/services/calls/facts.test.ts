import { setTimeout as sleep } from 'node:timers/promises';
import { EndedReason } from '../../../src/entities/enums';
import type { CallFact } from '../../../src/services/calls/call-state';
import type { CallRef } from '../../../src/services/calls/lock-calls';
import type { Domain } from '../../../src/services/domain';
import { createTestAccount, randomPhoneNumber } from '../../support/factories';
import { entriesOfCall, ledgerFaults } from '../../support/ledger';
import { newSid } from '../../support/scripted-carrier';
import { startTestServer, type TestServer } from '../../support/server';

let server: TestServer;
let other: TestServer;
let domain: Domain;
beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer({ databaseUrl: server.databaseUrl });
  domain = server.running.application.domain;
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});

/** Writes calls that nobody dials. */
async function pendingCalls(count: number): Promise<CallRef[]> {
  const { accountId, agentId } = await createTestAccount(server.pool, { credits: 10_000 });
  const nothing = { fromNumberId: null, contactName: null, contactData: null, idempotencyKey: null, fingerprint: null };
  const admitted = Array.from({ length: count }, () =>
    domain.admissions.admit({ accountId, agentId, toNumber: randomPhoneNumber(), ...nothing }),
  );
  return (await Promise.all(admitted)).map((admission) => {
    if (admission.kind !== 'granted') throw new Error(`a call was ${admission.kind}`);
    return { accountId, callId: admission.call.id };
  });
}

const accepted = (sid: string): CallFact => ({ kind: 'dial-accepted', sid, at: new Date() });

/** What is written of calls, but for their analysis, which comes when it comes. */
async function stored(refs: CallRef[]) {
  const { rows } = await server.pool.query<{ id: string; sid: string | null; status: string; events: string[] }>(
    `select c.id, c.provider_sid "sid", c.status, (
       select array_agg(e.type order by e.type) from call_events e
       where e.account_id = c.account_id and e.call_id = c.id and e.type <> 'ANALYZED') "events"
     from calls c where c.id = any($1)`,
    [refs.map(({ callId }) => callId)],
  );
  return refs.map(({ callId }) => rows.find(({ id }) => id === callId));
}

test('what is learnt at the same time is learnt about each call, and only what cannot be stored is refused', async () => {
  const refs = await pendingCalls(12);
  const sids = refs.map(newSid);
  // A provider id belongs to one call: whichever of the first two is second breaks a constraint.
  sids[1] = sids[0] ?? '';
  const learnt = await Promise.allSettled(
    refs.map((ref, index) => domain.facts.learn(ref, 'test', accepted(sids[index] ?? ''))),
  );
  expect(
    learnt
      .slice(0, 2)
      .map(({ status }) => status)
      .toSorted(),
  ).toEqual(['fulfilled', 'rejected']);
  expect(learnt.slice(2).map(({ status }) => status)).toEqual(refs.slice(2).map(() => 'fulfilled'));
  const calls = await stored(refs);
  for (const [index, call] of calls.entries()) {
    const isLearnt = learnt[index]?.status === 'fulfilled';
    expect(call).toMatchObject({
      sid: isLearnt ? sids[index] : null,
      events: isLearnt ? ['DIALED', 'INITIATED'] : ['INITIATED'],
    });
  }
});

test('facts about one call that come at the same time are all applied, each to what the one before left', async () => {
  const refs = await pendingCalls(5);
  const lives = await Promise.all(
    refs.map(async (ref) => {
      const sid = newSid();
      const at = new Date();
      return Promise.all([
        domain.facts.learn(ref, 'test', accepted(sid)),
        domain.facts.learn(ref, 'test', {
          kind: 'reported',
          sid,
          progress: { kind: 'progress', step: 'ringing', at },
          at,
        }),
        domain.facts.learn(ref, 'test', { kind: 'end-requested', at }),
        domain.facts.learn({ ...ref, callId: ref.callId.toUpperCase() }, 'test', {
          kind: 'talk-ended',
          reason: EndedReason.AGENT_ENDED,
          attempt: 1,
          sid,
          at,
        }),
      ]);
    }),
  );
  for (const life of lives) {
    const last = life.at(-1)?.after;
    expect(last).toMatchObject({ status: 'RINGING', endRequested: true, talkEnd: EndedReason.AGENT_ENDED });
    for (const [index, learnt] of life.entries()) if (index > 0) expect(learnt?.before).toEqual(life[index - 1]?.after);
  }
  for (const call of await stored(refs)) {
    expect(call?.events).toEqual(['DIALED', 'INITIATED', 'RINGING', 'TALK_ENDED']);
  }
});

test('a call that does not exist is learnt about as none, whoever shares its batch', async () => {
  const [ref] = await pendingCalls(1);
  if (!ref) throw new Error('no call');
  const unknown = { ...ref, callId: '01890000-0000-7000-8000-000000000000' };
  const answers = await Promise.all([
    domain.facts.learn(unknown, 'test', accepted(newSid())),
    domain.facts.learn(ref, 'test', accepted(newSid())),
    domain.facts.learn(unknown, 'test', accepted(newSid())),
  ]);
  expect(answers.map((answer) => answer?.after.dial)).toEqual([undefined, 'ACCEPTED', undefined]);
});

test('a call that somebody holds delays nobody else, and is learnt about when it is free', async () => {
  const [held, ...free] = await pendingCalls(6);
  if (!held) throw new Error('no call');
  const holder = await server.pool.connect();
  await holder.query('begin');
  await holder.query('select 1 from calls where id = $1 for update', [held.callId]);
  let isLearnt = false;
  const waiting = domain.facts.learn(held, 'test', accepted(newSid())).then((learnt) => {
    isLearnt = true;
    return learnt;
  });
  await Promise.all(free.map((ref) => domain.facts.learn(ref, 'test', accepted(newSid()))));
  await sleep(100);
  expect(isLearnt).toBe(false);
  await holder.query('rollback');
  holder.release();
  expect((await waiting)?.after.dial).toBe('ACCEPTED');
});

test('two servers that learn the same at the same time apply it once', async () => {
  const refs = await pendingCalls(25);
  const learnAll = (ref: CallRef, sid: string): Array<Promise<unknown>> => {
    const at = new Date();
    const facts: CallFact[] = [
      accepted(sid),
      { kind: 'reported', sid, progress: { kind: 'progress', step: 'dialed', at }, at },
      { kind: 'reported', sid, progress: { kind: 'progress', step: 'ringing', at }, at },
      { kind: 'reported', sid, progress: { kind: 'progress', step: 'answered', at }, at },
      { kind: 'talk-started', sid, at },
      {
        kind: 'reported',
        sid,
        progress: { kind: 'ended', outcome: 'completed', at, durationSeconds: 61, answeredBy: null },
        at,
      },
    ];
    return facts.flatMap((fact) =>
      [server, other].map(({ running }) => running.application.domain.facts.learn(ref, 'test', fact)),
    );
  };
  await Promise.all(refs.flatMap((ref) => learnAll(ref, newSid())));
  for (const call of await stored(refs)) {
    expect(call).toMatchObject({
      status: 'COMPLETED',
      events: ['ANSWERED', 'DIALED', 'ENDED', 'INITIATED', 'RINGING', 'SETTLED', 'TALK_STARTED'],
    });
    expect(await entriesOfCall(server.pool, call?.id ?? '')).toEqual(['HOLD 5', 'SETTLE 2', 'RELEASE 3']);
  }
  expect(await ledgerFaults(server.pool)).toEqual({});
});
