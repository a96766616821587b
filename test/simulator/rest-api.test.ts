import twilio from 'twilio';
import { FROM, type Harness, startHarness, TO, windowCalls, windowEnded } from './support/harness';
import { createClient, newCredentials } from './support/twilio-client';

/** The properties of the Calls resource in Twilio's OpenAPI document. */
const PROPERTIES = [
  ...['sid', 'account_sid', 'parent_call_sid', 'phone_number_sid', 'group_sid', 'trunk_sid', 'to', 'to_formatted'],
  ...['from', 'from_formatted', 'forwarded_from', 'caller_name', 'status', 'direction', 'answered_by', 'api_version'],
  ...['date_created', 'date_updated', 'start_time', 'end_time', 'duration', 'price', 'price_unit', 'queue_time', 'uri'],
  'subresource_uris',
];
const RFC_2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/;

describe("Twilio's API", () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness(20);
  });
  afterAll(() => harness.close());

  const post = (path: string, fields: Record<string, string>, credentials = harness.credentials) =>
    fetch(`${harness.simulator.url}/2010-04-01/Accounts/${harness.credentials.sid}/${path}`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${credentials.sid}:${credentials.authToken}`)}` },
      body: new URLSearchParams(fields),
    });
  const create = (fields: Record<string, string>) => post('Calls.json', fields);
  const valid = { To: TO, From: FROM, Twiml: '<Response/>' };

  it('creates a call and shows all 26 properties, those without value as null', async () => {
    const response = await create(valid);
    expect(response.status).toBe(201);
    const resource = (await response.json()) as Record<string, unknown>;
    expect(PROPERTIES).toHaveLength(26);
    expect(Object.keys(resource).sort()).toEqual(PROPERTIES.sort());
    expect(resource).toMatchObject({
      account_sid: harness.credentials.sid,
      api_version: '2010-04-01',
      date_created: null,
      direction: 'outbound-api',
      duration: null,
      end_time: null,
      from_formatted: '(555) 010-0001',
      queue_time: '0',
      start_time: null,
      status: 'queued',
      uri: `/2010-04-01/Accounts/${harness.credentials.sid}/Calls/${resource.sid}.json`,
    });
    expect(resource.sid).toMatch(/^CA[0-9a-f]{32}$/);
  });

  it('shows an ended call with its times and its duration as text', async () => {
    const { sid } = await harness.client.calls.create({ to: TO, from: FROM, twiml: '<Response><Pause/></Response>' });
    await windowEnded(harness.simulator.url, sid);
    const { sid: accountSid, authToken } = harness.credentials;
    const response = await fetch(`${harness.simulator.url}/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`, {
      headers: { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    });
    const resource = (await response.json()) as Record<string, unknown>;
    expect(Object.keys(resource).sort()).toEqual(PROPERTIES.sort());
    for (const property of ['date_created', 'date_updated', 'start_time', 'end_time']) {
      expect(resource[property]).toMatch(RFC_2822);
    }
    expect(resource.duration).toBe('1');
  });

  it('is understood by the SDK', async () => {
    const created = await harness.client.calls.create({ to: TO, from: FROM, twiml: '<Response/>' });
    expect(created).toMatchObject({ status: 'queued', to: TO, from: FROM, dateCreated: null, startTime: null });
    const fetched = await harness.client.calls(created.sid).fetch();
    expect(fetched.dateCreated).toBeInstanceOf(Date);
    expect(Math.abs(fetched.dateCreated.getTime() - Date.now())).toBeLessThan(10_000);
    expect(fetched.endTime).toBeNull();
  });

  it.each<[number, string, Record<string, string>]>([
    [21201, 'To is missing', { From: FROM, Twiml: '<Response/>' }],
    [21213, 'From is missing', { To: TO, Twiml: '<Response/>' }],
    [21211, 'To is not a number', { ...valid, To: '12345' }],
    [21212, 'From is not a number', { ...valid, From: 'me' }],
    [21212, "From is Twilio's invalid number", { ...valid, From: '+15005550001' }],
    [21205, 'there is no document', { To: TO, From: FROM }],
    [21205, 'Url is no URL', { ...valid, Url: 'voice' }],
    [21205, 'Url is not on this machine', { ...valid, Url: 'https://example.com/voice' }],
    [21205, 'Url only begins like this machine', { ...valid, Url: 'http://127.0.0.1.example.com/voice' }],
    [21205, 'Url has this machine as user only', { ...valid, Url: 'http://localhost@example.com/voice' }],
    [21205, 'Url is not of the web', { ...valid, Url: 'ftp://127.0.0.1/voice' }],
    [21205, 'FallbackUrl is not on this machine', { ...valid, FallbackUrl: 'http://10.0.0.1/voice' }],
    [21205, 'StatusCallback is not on this machine', { ...valid, StatusCallback: 'http://192.168.1.1/status' }],
    [21208, 'Timeout is no number', { ...valid, Timeout: 'soon' }],
    [21208, 'Timeout is zero', { ...valid, Timeout: '0' }],
    [21208, 'Timeout is more than ten minutes', { ...valid, Timeout: '601' }],
    [21209, 'Method is neither GET nor POST', { ...valid, Url: 'http://127.0.0.1/voice', Method: 'PUT' }],
    [21218, 'there is an application only', { To: TO, From: FROM, ApplicationSid: 'AP123' }],
    [20001, 'TimeLimit is no number', { ...valid, TimeLimit: '-1' }],
    [20001, 'Twiml is longer than 4000 characters', { ...valid, Twiml: `<Response>${' '.repeat(4000)}</Response>` }],
  ])('refuses a create with %i when %s', async (code, _reason, fields) => {
    const before = (await windowCalls(harness.simulator.url)).length;
    const response = await create(fields);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      code,
      message: expect.any(String),
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status: 400,
    });
    expect(await windowCalls(harness.simulator.url)).toHaveLength(before);
  });

  it.each([
    'http://127.0.0.1:1/v',
    'http://127.1.2.3/v',
    'http://localhost:1/v',
    'http://[::1]:1/v',
    'https://127.0.0.1/v',
  ])('takes %s as a URL on this machine', async (Url) =>
    expect((await create({ To: '+15005550011', From: FROM, Url })).status).toBe(201),
  );

  it('gives errors that the SDK understands', async () => {
    const failure = await harness.client
      .calls(`CA${'0'.repeat(32)}`)
      .fetch()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(twilio.RestException);
    expect(failure).toMatchObject({ status: 404, code: 20404, moreInfo: 'https://www.twilio.com/docs/errors/20404' });
  });

  it('knows no other paths', async () => {
    const response = await fetch(`${harness.simulator.url}/2010-04-01/Accounts.json`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 20404 });
  });

  it('binds an account to the auth token it first came with', async () => {
    const credentials = newCredentials();
    const rightful = createClient(harness.simulator.url, credentials);
    const { sid } = await rightful.calls.create({ to: TO, from: FROM, twiml: '<Response/>' });
    const impostor = createClient(harness.simulator.url, { ...credentials, authToken: 'another' });
    await expect(impostor.calls(sid).fetch()).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(rightful.calls(sid).fetch()).resolves.toMatchObject({ sid });
  });

  it.each([
    ['an account that is none', { sid: 'AC123', authToken: 'token' }],
    ['an empty auth token', { sid: newCredentials().sid, authToken: '' }],
  ])('does not open %s', async (_what, { sid, authToken }) => {
    const response = await fetch(`${harness.simulator.url}/2010-04-01/Accounts/${sid}/Calls.json`, {
      headers: { Authorization: `Basic ${btoa(`${sid}:${authToken}`)}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"');
    expect(await response.json()).toMatchObject({ code: 20003, status: 401 });
  });

  it('asks for credentials, and for those of the account in the path', async () => {
    const anonymous = await fetch(`${harness.simulator.url}/2010-04-01/Accounts/${harness.credentials.sid}/Calls.json`);
    expect(anonymous.status).toBe(401);
    const foreign = await post('Calls.json', valid, newCredentials());
    expect(foreign.status).toBe(401);
  });

  it("does not show one account another's calls", async () => {
    const { sid } = await harness.client.calls.create({ to: TO, from: FROM, twiml: '<Response/>' });
    const stranger = createClient(harness.simulator.url, newCredentials());
    await expect(stranger.calls(sid).fetch()).rejects.toMatchObject({ code: 20404 });
    expect(await stranger.calls.list()).toEqual([]);
  });

  it('is alive', async () => {
    expect((await fetch(`${harness.simulator.url}/simulator/health`)).status).toBe(200);
  });
});
