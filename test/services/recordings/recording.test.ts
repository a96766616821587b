import { graphqlClient } from '../../support/client';
import { type RecordedCall, type RecordingStage, startRecordingStage } from '../../support/recorded-calls';
import { until } from '../../support/until';

let stage: RecordingStage;
beforeAll(async () => {
  stage = await startRecordingStage();
});
afterEach(() => stage.carrier.script(() => null));
afterAll(() => stage.stop());

const QUERY = 'query ($id: ID!) { call(id: $id) { recording { status reason url durationSeconds } } }';

async function recordingOf({ id, key }: RecordedCall) {
  const { body } = await graphqlClient(stage.server.url, key)(QUERY, { id });
  return body.data.call.recording;
}

const readyOf = async (call: RecordedCall) =>
  (await call.look()).events.filter(({ type }) => type === 'RECORDING_READY');

const said = expect.stringMatching(/^[A-Z].+\.$/);
const COMPLETED = { status: 'COMPLETED', reason: null, url: expect.stringContaining('/recording'), durationSeconds: 7 };

test('a recording goes from PENDING over IN_PROGRESS to COMPLETED, and then has an address and a milestone', async () => {
  const call = await stage.place();
  const none = { url: null, durationSeconds: null, reason: said };
  expect(await recordingOf(call)).toEqual({ ...none, status: 'PENDING' });
  await call.report('in-progress');
  expect((await call.reportRecording('in-progress')).status).toBe(204);
  expect(await recordingOf(call)).toEqual({ ...none, status: 'IN_PROGRESS', reason: 'It is being recorded.' });
  await call.report('completed', 7);
  expect(await recordingOf(call)).toMatchObject({ status: 'IN_PROGRESS', reason: expect.stringContaining('ready') });
  expect((await call.look()).recordingUrl).toBeNull();
  await call.reportRecording('completed');
  const url = `${stage.server.running.publicUrl}/api/v1/calls/${call.id}/recording`;
  expect(await recordingOf(call)).toEqual({ ...COMPLETED, url });
  expect((await call.look()).recordingUrl).toBe(url);
  expect(await readyOf(call)).toEqual([expect.objectContaining({ status: 'COMPLETED', detail: { seconds: 7 } })]);
});

test.each([
  [['completed', 'in-progress'], 'COMPLETED'],
  [['completed', 'absent', 'completed'], 'COMPLETED'],
  [['absent', 'in-progress'], 'FAILED'],
  [['absent', 'completed'], 'COMPLETED'],
  [['in-progress', 'in-progress'], 'IN_PROGRESS'],
  [['nonsense', 'paused', ''], 'PENDING'],
])('after %j it is %s', async (words, status) => {
  const call = await stage.place();
  await call.report('completed', 7);
  for (const word of words) expect((await call.reportRecording(word)).status).toBe(204);
  expect((await recordingOf(call)).status).toBe(status);
  expect(await readyOf(call)).toHaveLength(status === 'COMPLETED' ? 1 : 0);
});

test('what is said of another call, or of no recording, changes nothing', async () => {
  const call = await stage.place();
  await call.reportRecording('completed', { CallSid: `CA${'0'.repeat(32)}` });
  await call.reportRecording('completed', { RecordingSid: 'RE../../Calls' });
  expect((await recordingOf(call)).status).toBe('PENDING');
});

test('a call that was not answered was not recorded, and says so', async () => {
  const call = await stage.place();
  await call.report('no-answer');
  expect(await recordingOf(call)).toMatchObject({ status: 'SKIPPED', reason: expect.stringContaining('not answered') });
});

test('an agent that does not record says so from the beginning, and its calls are not recorded', async () => {
  const call = await stage.place({});
  expect(await recordingOf(call)).toMatchObject({ status: 'SKIPPED', reason: expect.stringContaining('agent') });
  expect(stage.carrier.creates().at(-1)?.form.get('Record')).toBeNull();
  await stage.place();
  expect(stage.carrier.creates().at(-1)?.form.get('Record')).toBe('true');
});

describe('when no callback comes', () => {
  /** Ends a call, and lets the time pass after which it is looked after. */
  async function endedLongAgo(hours = 0): Promise<RecordedCall> {
    const call = await stage.place();
    await call.report('completed', 7);
    await stage.server.pool.query(
      `update calls set recording_check_at = now(), end_time = now() - make_interval(hours => $2) where id = $1`,
      [call.id, hours],
    );
    return call;
  }

  const answerWith = (recordings: object[]) =>
    stage.carrier.script(({ path }) =>
      path.includes('/Recordings.json') ? { status: 200, body: { recordings, page: 0, page_size: 1 } } : null,
    );

  test('the provider is asked, and what it says counts', async () => {
    answerWith([]);
    const call = await endedLongAgo();
    const row = (status: string) => ({ sid: call.recordingSid, status, duration: status === 'completed' ? '7' : null });
    answerWith([row('completed')]);
    await until(async () => (await recordingOf(call)).status === 'COMPLETED', 'the recording');
    expect(await recordingOf(call)).toMatchObject(COMPLETED);
    expect(await readyOf(call)).toHaveLength(1);
  });

  test('a recording that is still made is asked for again, and one that is absent is not', async () => {
    answerWith([]);
    const call = await endedLongAgo();
    answerWith([{ sid: call.recordingSid, status: 'processing', duration: null }]);
    await until(async () => (await recordingOf(call)).status === 'IN_PROGRESS', 'the recording to be in progress');
    const dueOf = async () =>
      (await stage.server.pool.query('select recording_check_at from calls where id = $1', [call.id])).rows[0];
    expect((await dueOf()).recording_check_at).not.toBeNull();
    answerWith([{ sid: call.recordingSid, status: 'absent', duration: '0' }]);
    await stage.server.pool.query('update calls set recording_check_at = now() where id = $1', [call.id]);
    await until(async () => (await recordingOf(call)).status === 'FAILED', 'the recording to have failed');
    expect((await dueOf()).recording_check_at).toBeNull();
  });

  test.each([
    ['has none', () => answerWith([])],
    ['cannot tell', () => stage.carrier.script(({ path }) => (path.includes('/Recordings.json') ? 'reset' : null))],
  ])('a recording of which the provider %s for hours is given up', async (_, script) => {
    script();
    const call = await endedLongAgo(2);
    await until(async () => (await recordingOf(call)).status === 'FAILED', 'the recording to be given up');
    await call.reportRecording('completed');
    expect(await recordingOf(call)).toMatchObject(COMPLETED);
  });
});
