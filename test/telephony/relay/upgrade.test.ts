import { uuidv7 } from 'uuidv7';
import { relayUrl } from '../../../src/telephony/twilio/relay/url';
import { until } from '../../support/until';
import { opened, RecordedTalk, setup, sign, startRelay, TOKEN } from './support';

let relay: Awaited<ReturnType<typeof startRelay>>;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.stop());

test('a signed connection with its secret is taken, once', async () => {
  expect(await relay.status()).toBe(101);
  expect(await relay.status()).toBe(409);
  expect(relay.relay.size).toBe(1);
  const next = relayUrl(relay.publicUrl, TOKEN, { ...relay.ref, attempt: 2 });
  expect(await relay.status(next)).toBe(101);
  expect(relay.claimed).toEqual([1, 2]);
});

test('the secret is in the path, and the scheme is a socket’s', () => {
  const { url, publicUrl, ref } = relay;
  const host = publicUrl.slice('http://'.length);
  expect(url).toMatch(new RegExp(`^ws://${host}/webhooks/twilio/relay/${ref.accountId}/${ref.callId}/1/[0-9a-f]{32}$`));
  expect(relayUrl('https://calls.example', TOKEN, ref)).toMatch(/^wss:\/\/calls\.example\/webhooks/);
});

test.each<[string, number, (url: string) => [string, (string | null)?]]>([
  ['no signature', 401, (url) => [url, null]],
  ['an empty signature', 403, (url) => [url, '']],
  ['garbage for a signature', 403, (url) => [url, 'AAAA']],
  ['a signature by another token', 403, (url) => [url, sign(url, 'another token')]],
  ['a signature of another URL', 403, (url) => [url, sign(`${url}0`)]],
  ['a signature of the HTTP URL', 403, (url) => [url, sign(url.replace('ws:', 'http:'))]],
  ['another secret, signed', 403, (url) => [url.replace(/[0-9a-f]{32}$/, 'f'.repeat(32))]],
  ['the secret of another attempt', 403, (url) => [url.replace('/1/', '/2/')]],
  ['the secret of another call', 403, (url) => [url.replace(/[^/]+\/1\//, `${uuidv7()}/1/`)]],
  ['a short secret', 404, (url) => [url.slice(0, -1)]],
  ['a long secret', 404, (url) => [`${url}0`]],
  ['no attempt', 404, (url) => [url.replace('/1/', '/0/')]],
  ['an endless attempt', 404, (url) => [url.replace('/1/', '/1000/')]],
  ['no account', 404, (url) => [url.replace(/relay\/[^/]+/, 'relay/somebody')]],
  ['a query', 404, (url) => [`${url}?a=1`]],
  ['a path below', 404, (url) => [`${url}/more`]],
])('%s is refused with %i before the upgrade, and claims nothing', async (_, status, change) => {
  const [url, signature] = change(relay.url);
  expect(await relay.status(url, signature)).toBe(status);
  expect(relay.claimed).toEqual([]);
  expect(relay.relay.size).toBe(0);
});

test('other paths are left alone', async () => {
  await expect(relay.status(`${relay.publicUrl.replace('http', 'ws')}/graphql`)).rejects.toThrow();
});

test.each([
  ['an unknown call', async () => 'unknown' as const, 404],
  ['a claim that fails', () => Promise.reject(new Error('the database is away')), 500],
])('%s is refused', async (_, claim, status) => {
  const other = await startRelay({ claim });
  expect(await other.status()).toBe(status);
  await other.stop();
});

test('a server that drains takes no more, and waits for the open ones within its bound', async () => {
  const { socket } = await relay.session();
  let drained = false;
  const draining = relay.relay.drain(0.3).then(() => {
    drained = true;
  });
  expect(await relay.status(relayUrl(relay.publicUrl, TOKEN, { ...relay.ref, attempt: 2 }))).toBe(503);
  expect(drained).toBe(false);
  await draining;
  expect(relay.relay.size).toBe(0);
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: true });
  socket.terminate();
});

test('a drain ends as soon as the last conversation does', async () => {
  const { socket } = await relay.session();
  const draining = relay.relay.drain(60);
  socket.close(1000);
  await draining;
  expect(await relay.talk.until('closed')).toEqual({ kind: 'closed', lost: false });
});

test('a server that takes no more sets up those that it has taken', async () => {
  const talk = new RecordedTalk();
  let decide: ((talk: RecordedTalk) => void) | undefined;
  const claim = () =>
    new Promise<RecordedTalk>((resolve) => {
      decide = resolve;
    });
  const slow = await startRelay({ claim });
  const socket = slow.connect();
  const isOpen = opened(socket);
  const take = await until(async () => decide, 'the talk to be claimed');
  let ready = false;
  const refusing = slow.relay.refuseMore().then(() => {
    ready = true;
  });
  expect(await slow.status(relayUrl(slow.publicUrl, TOKEN, { ...slow.ref, attempt: 2 }))).toBe(503);
  take(talk);
  await isOpen;
  expect(ready).toBe(false);
  socket.send(setup());
  await refusing;
  expect(talk.channel).not.toBeNull();
  await slow.stop();
});
