import { v1Routes } from '../../src/rest/v1';
import { graphqlClient, restClient } from '../support/client';
import { createTestAccount, randomPhoneNumber, type TestAccount } from '../support/factories';
import { startTestServer, type TestServer } from '../support/server';
import { tally } from '../support/tally';

type Owned = Record<
  | 'id'
  | 'callSid'
  | 'trackingId'
  | 'contactId'
  | 'campaignId'
  | 'toNumber'
  | 'agentId'
  | 'fromNumberId'
  | 'cursor'
  | 'agentCursor'
  | 'numberCursor'
  | 'eventCursor',
  string
>;

/** What a place may name: which things of the owner a stranger gives there, and what it gets. */
interface Row {
  given: Array<keyof Owned>;
  answer: { status: number; body: object };
}

const notFound = (error: string) => ({ status: 404, body: { success: false, error } });
const CALL: Row = { given: ['id', 'callSid', 'trackingId'], answer: notFound('Call not found') };
const CONTACT: Row = { given: ['contactId'], answer: notFound('Contact not found') };
const NO_CALLS = { status: 200, body: { success: true, data: { calls: [], pagination: { total: 0 } } } };
/** A cursor is a place in one's own list. */
const OWN_LIST = { status: 200, body: { success: true } };

const preview = (data: object) => ({ status: 200, body: { success: true, data } });
const closed = (gate: string, code: string, data: object) =>
  preview({
    ...data,
    wouldCall: false,
    gates: expect.arrayContaining([expect.objectContaining({ gate, code, state: 'CLOSED' })]),
  });

/** Every place in a path, a query or a body where something can be named; `null`: what stands there names nothing. */
const PLACES: Readonly<Record<string, Row | null>> = {
  'POST /calls agentId': {
    given: ['agentId'],
    answer: notFound('Agent not found, not owned by user, or not approved'),
  },
  'POST /calls fromNumberId': {
    given: ['fromNumberId'],
    answer: notFound('From number not found or not owned by user'),
  },
  'POST /calls toNumber': null,
  'POST /calls contactName': null,
  'POST /calls contactData': null,
  'POST /calls/preview agentId': { given: ['agentId'], answer: closed('AGENT', 'AGENT_NOT_FOUND', { agent: null }) },
  'POST /calls/preview fromNumberId': {
    given: ['fromNumberId'],
    answer: closed('CALLER_ID', 'FROM_NUMBER_NOT_FOUND', { fromNumber: null }),
  },
  'POST /calls/preview toNumber': { given: ['toNumber'], answer: preview({ wouldCall: true, contact: null }) },
  'POST /calls/preview contactName': null,
  'POST /calls/preview contactData': null,
  'GET /calls page': null,
  'GET /calls limit': null,
  'GET /calls cursor': { given: ['cursor'], answer: OWN_LIST },
  'GET /calls status': null,
  'GET /calls agentId': { given: ['agentId'], answer: NO_CALLS },
  'GET /calls campaignId': { given: ['campaignId'], answer: NO_CALLS },
  'GET /calls contactId': { given: ['contactId'], answer: NO_CALLS },
  'GET /calls toNumber': { given: ['toNumber'], answer: NO_CALLS },
  'GET /calls startDate': null,
  'GET /calls endDate': null,
  'GET /calls sort': null,
  'GET /calls/:callId callId': CALL,
  'GET /calls/:callId waitFor': null,
  'GET /calls/:callId timeout': null,
  'POST /calls/:callId/end callId': CALL,
  'GET /calls/:callId/transcript callId': CALL,
  'GET /calls/:callId/analysis callId': CALL,
  'POST /calls/:callId/analysis callId': CALL,
  'GET /calls/:callId/recording callId': CALL,
  'GET /calls/:callId/events callId': CALL,
  'GET /calls/:callId/events limit': null,
  'GET /calls/:callId/events cursor': null,
  'GET /calls/:callId/events lastEventId': null,
  'GET /events limit': null,
  'GET /events cursor': { given: ['eventCursor'], answer: OWN_LIST },
  // Only streams take it: test/http/live.
  'GET /events lastEventId': null,
  'GET /account/usage startDate': null,
  'GET /account/usage endDate': null,
  'GET /account/usage groupBy': null,
  'GET /agents page': null,
  'GET /agents limit': null,
  'GET /agents cursor': { given: ['agentCursor'], answer: OWN_LIST },
  'GET /phone-numbers page': null,
  'GET /phone-numbers limit': null,
  'GET /phone-numbers cursor': { given: ['numberCursor'], answer: OWN_LIST },
  'GET /contacts/:contactId/metadata contactId': CONTACT,
  'PUT /contacts/:contactId/metadata contactId': CONTACT,
  'PUT /contacts/:contactId/metadata metadata': null,
};

const places = v1Routes.flatMap(({ method, path, query = {}, body = [] }) => {
  const params = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return [...params, ...Object.keys(query), ...body].map((name) => ({
    method,
    path,
    name,
    place: `${method} ${path} ${name}`,
  }));
});

let server: TestServer;
let owner: TestAccount;
let stranger: TestAccount;
let owned: Owned;
beforeAll(async () => {
  server = await startTestServer();
  // Older than everything of the owner, so that whatever the owner has lies after it in a list, newest first.
  stranger = await createTestAccount(server.pool);
  owner = await createTestAccount(server.pool);
  const rest = restClient(server.url, owner.key);
  const post = () => rest.post('/calls', { toNumber: randomPhoneNumber(), agentId: owner.agentId });
  const { call } = (await post()).body.data;
  const second = (await post()).body.data.call;
  await Promise.all([call, second].map(({ id }) => rest.untilEnded(id)));
  const { pagination } = (await rest.get('/calls?limit=1')).body.data;
  const { data } = (
    await graphqlClient(server.url, owner.key)('{ agents { edges { cursor } } phoneNumbers { edges { cursor } } }')
  ).body;
  owned = {
    ...call,
    ...owner,
    cursor: pagination.nextCursor,
    agentCursor: data.agents.edges[0].cursor,
    eventCursor: (await rest.get('/events?limit=1')).body.data.pagination.nextCursor,
    numberCursor: data.phoneNumbers.edges[0].cursor,
  };
});
afterAll(() => server.stop());

const secrets = () => [owned.id, owned.contactId, owned.campaignId, owned.agentId, owned.fromNumberId];

test('every place where a route can be told something stands in the table above, and nothing else', () => {
  expect(Object.keys(PLACES).toSorted()).toEqual(places.map(({ place }) => place).toSorted());
});

test.each(places.filter(({ place }) => PLACES[place]).map((place) => [place.place, place] as const))(
  '%s: what another account has is not there',
  async (_, { method, path, name, place }) => {
    const row = PLACES[place];
    const before = await tally(server.url, owner.key);
    for (const thing of row?.given ?? []) {
      const value = encodeURIComponent(owned[thing]);
      const isParameter = path.includes(`:${name}`);
      const target = isParameter
        ? path.replace(`:${name}`, value)
        : method === 'GET'
          ? `${path}?${name}=${value}`
          : path;
      const right = path.startsWith('/calls')
        ? { toNumber: randomPhoneNumber(), agentId: stranger.agentId }
        : { metadata: { a: 1 } };
      const body = isParameter ? right : { ...right, [name]: owned[thing] };
      const answer = await restClient(server.url, stranger.key).send(
        method,
        target,
        method === 'GET' ? undefined : body,
      );
      expect([thing, answer.status]).toEqual([thing, row?.answer.status]);
      expect(answer.body).toMatchObject(row?.answer.body ?? {});
      for (const id of secrets()) expect(answer.text).not.toContain(id);
    }
    expect(await tally(server.url, owner.key)).toEqual(before);
  },
);

test('the same things are there for their owner', async () => {
  const rest = restClient(server.url, owner.key);
  for (const id of [owned.id, owned.callSid, owned.trackingId]) {
    expect((await rest.get(`/calls/${id}`)).body.data.call.id).toBe(owned.id);
  }
  for (const name of ['agentId', 'campaignId', 'contactId', 'toNumber'] as const) {
    const { body } = await rest.get(`/calls?${name}=${encodeURIComponent(owned[name])}`);
    expect([name, body.data.calls.length > 0]).toEqual([name, true]);
  }
  expect((await rest.get(`/contacts/${owned.contactId}/metadata`)).status).toBe(200);
  expect((await rest.get(`/calls?cursor=${owned.cursor}`)).body.data.calls).toHaveLength(1);
});
