import { relayUrl } from '../../../src/telephony/twilio/relay/url';
import { startTroubledServer, type TroubledServer } from '../../support/carrier-of-its-own';
import { INQUISITIVE } from '../../support/inquisitive';
import { ledgerFaults } from '../../support/ledger';
import { TALKATIVE } from '../../support/talkative';
import { twilioCaller } from '../../support/twilio-caller';
import { until } from '../../support/until';
import { signatureOf, statusOf } from './support/relay-phone';
import { finished, liveThrough, timesSaid } from './support/talk-checks';

const MAX_TALKS = 3;
const GREETING = 'this is Mia';
const APOLOGY = 'I am sorry, I have technical difficulties.';

let troubled: TroubledServer;
beforeAll(async () => {
  troubled = await startTroubledServer();
});
afterAll(async () => {
  expect(await ledgerFaults(troubled.server.pool)).toEqual({});
  await troubled.stop();
});

test.concurrent.each([5, 12, 25])(
  'a line that breaks once, after %i frames, is taken up where it was: nobody is greeted twice',
  async (breaksAfterFrames) => {
    const call = await troubled.prepare([{ on: 'socket', breaksAfterFrames }], INQUISITIVE);
    const { ended, turns, sessions } = await liveThrough(troubled, call);
    await call.exhausted();
    expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
    expect(sessions.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['failed', 64105],
      ['ended', null],
    ]);
    expect(timesSaid(turns, GREETING)).toBeLessThanOrEqual(1);
  },
);

test.concurrent('a connection that is refused once is made at the second attempt', async () => {
  const call = await troubled.prepare([{ on: 'socket', refused: true }], INQUISITIVE);
  const { ended, turns, sessions } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ endedReason: 'AGENT_ENDED', endedBy: 'AGENT' });
  expect(sessions.map(({ errorCode }) => errorCode)).toEqual([64102, null]);
  expect(timesSaid(turns, GREETING)).toBe(1);
});

test.concurrent.each<[string, object, number | undefined]>([
  ['is refused', { refused: true }, 0],
  ['breaks', { breaksAfterFrames: 4 }, undefined],
])(
  'a line that %s at every attempt is given up with an apology, and costs what was said',
  async (_, fault, charged) => {
    const call = await troubled.prepare([{ on: 'socket', ...fault, uses: 50 }], INQUISITIVE);
    const { ended, sessions } = await liveThrough(troubled, call, { charged });
    expect(ended).toMatchObject({ status: 'COMPLETED', endedReason: 'INTERNAL_ERROR', endedBy: 'PLATFORM' });
    expect(sessions.map(({ status }) => status)).toEqual(Array(MAX_TALKS).fill('failed'));
    // The apology takes its time to be said, and only after it does the call end.
    expect(ended.duration).toBeGreaterThanOrEqual(APOLOGY.split(' ').length / 5);
  },
);

test.concurrent.each<[string, object, string]>([
  ['is lost', { lost: true }, 'AGENT_ENDED'],
  ['comes late', { delayMs: 1500 }, 'AGENT_ENDED'],
  ['comes three times', { copies: 3 }, 'AGENT_ENDED'],
])('word of the end that %s changes nothing of it', async (_, fault, endedReason) => {
  const call = await troubled.prepare([{ on: 'action', ...fault }], INQUISITIVE);
  const { ended } = await liveThrough(troubled, call);
  await call.exhausted();
  expect(ended).toMatchObject({ endedReason, endedBy: 'AGENT' });
});

test.concurrent.each<[string, object[]]>([
  ['before the last callback', [{ on: 'completed', delayMs: 1000 }]],
  ['after the last callback', [{ on: 'action', delayMs: 2500 }]],
])('word of a talk that the contact left may come %s', async (_, rules) => {
  const call = await troubled.prepare(rules as never, TALKATIVE, '+15005550015');
  const { ended } = await liveThrough(troubled, call);
  expect(ended).toMatchObject({ endedReason: 'CONTACT_HUNG_UP', endedBy: 'CONTACT' });
});

test.concurrent('nobody else gets into a talk, and it goes on as if nobody had tried', async () => {
  const { server } = troubled;
  const twilio = await twilioCaller(server.pool);
  const [call, other] = await Promise.all([troubled.prepare([], TALKATIVE), troubled.prepare([], TALKATIVE)]);
  const [mine, theirs] = [await call.place(), await other.place()].map(({ body }) => body.data.call.id as string);
  const talking = () =>
    until(async () => {
      const { rows } = await server.pool.query('select 1 from calls where id = $1 and talk_attempt = 1 and turns > 0', [
        mine,
      ]);
      return rows.length > 0;
    }, 'the talk');
  await talking();

  const { accountId } = call.account;
  const place = (token: string, callId: string | undefined, attempt: number) =>
    relayUrl(server.url, token, { accountId, callId: callId ?? '', attempt });
  const url = place(twilio.authToken, mine, 1);
  const secretOfTheirs = place(twilio.authToken, theirs, 1).split('/').at(-1) ?? '';
  const swapped = url.replace(/[^/]+$/, secretOfTheirs);
  const tries: Array<[string, string | null, number]> = [
    [url, signatureOf(twilio, url), 409],
    [url, null, 401],
    [url, 'bm9ib2R5', 403],
    [url, signatureOf(twilio, place(twilio.authToken, mine, 2)), 403],
    [swapped, signatureOf(twilio, swapped), 403],
    [place('another token', mine, 2), signatureOf(twilio, place('another token', mine, 2)), 403],
    [place(twilio.authToken, theirs, 1), signatureOf(twilio, place(twilio.authToken, theirs, 1)), 404],
  ];
  for (const [to, signature, status] of tries) expect([to, await statusOf(to, signature)]).toEqual([to, status]);

  const { rows } = await server.pool.query('select talk_attempt, end_time from calls where id = $1', [mine]);
  expect(rows).toEqual([{ talk_attempt: 1, end_time: null }]);
  await Promise.all([call.rest.post(`/calls/${mine}/end`), other.rest.post(`/calls/${theirs}/end`)]);
  const { sessions } = await finished(troubled, call, mine ?? '');
  expect(sessions).toHaveLength(1);
  expect(await statusOf(url, signatureOf(twilio, url))).toBe(404);
});
