import v8 from 'node:v8';
import vm from 'node:vm';
import { parse } from 'graphql';
import { documentStore } from '../../src/http/recent-store';
import { graphqlClient } from '../support/client';
import { startTestServer, type TestServer } from '../support/server';

const document = (characters: number) => parse('{ a }'.padEnd(characters, ' '));

test('what was asked for last is remembered, as far as there is room for its text', async () => {
  const store = documentStore(100);
  const [a, b, c] = [document(40), document(40), document(40)];
  await store.set('a', a);
  await store.set('b', b);
  expect(await store.get('a')).toBe(a);
  await store.set('c', c);
  expect([await store.get('a'), await store.get('b'), await store.get('c')]).toEqual([a, undefined, c]);
});

test('a document that is set again, or taken away, leaves its room to others', async () => {
  const store = documentStore(100);
  const [a, b] = [document(60), document(60)];
  for (let time = 0; time < 3; time++) await store.set('a', document(40));
  await store.set('b', b);
  expect(await store.get('a')).toBeDefined();
  await store.delete('a');
  await store.delete('b');
  await store.set('c', a);
  expect([await store.get('b'), await store.get('c')]).toEqual([undefined, a]);
});

test('a document that is larger than the store is not remembered, and makes room', async () => {
  const store = documentStore(100);
  await store.set('a', document(101));
  expect(await store.get('a')).toBeUndefined();
  await store.set('b', document(100));
  expect(await store.get('b')).toBeDefined();
});

describe('on a server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const megabytes = () => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };

  test('documents without a key that are almost all comments do not fill the memory', async () => {
    const send = graphqlClient(server.url, null);
    const comments = '#\n'.repeat(30_000);
    const before = megabytes();
    for (let index = 0; index < 60; index++) {
      expect((await send(`{ __typename } #${index}\n${comments}`)).status).toBe(200);
    }
    // One that is remembered takes some three megabytes.
    expect(megabytes() - before).toBeLessThan(60);
  });
});
