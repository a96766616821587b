import { ConfigError, describeVariables, parseConfig } from '../src/config';

const SID = `AC${'0'.repeat(32)}`;
const REAL = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'hush-token', PUBLIC_URL: 'https://calls.example.com' };
const MODEL = { LLM_BASE_URL: 'https://models.example.com/v1', LLM_MODEL: 'talker' };

function problemsOf(environment: Record<string, string>): string[] {
  try {
    parseConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
  return [];
}

test('an empty environment is a whole configuration', () => {
  expect(parseConfig({})).toEqual({
    environment: 'development',
    port: 4000,
    host: '127.0.0.1',
    publicUrl: undefined,
    databaseUrl: undefined,
    databasePoolSize: 20,
    dataDir: '.data',
    provider: { kind: 'simulated' },
    model: { kind: 'simulated' },
    historyCharacters: 20_000,
    simulator: { url: undefined, speed: 20 },
    testMode: true,
    creditsPerMinute: 1,
    toolsAllowPrivateAddresses: false,
    corsOrigins: [],
    metricsToken: undefined,
    ledgerCheckSeconds: 300,
    loadLimits: { requests: 500, eventLoopDelayMs: 1000, databaseQueue: 200 },
    logLevel: 'info',
    shutdownSeconds: 15,
  });
});

test('an empty or blank variable counts as unset and unknown ones do not matter', () => {
  expect(parseConfig({ PORT: '  ', PUBLIC_URL: '', TWILIO_AUTH_TOKEN: '', SOMETHING: 'else' })).toEqual(
    parseConfig({}),
  );
});

test('the configuration cannot be changed, however deep', () => {
  const config = parseConfig({ CORS_ORIGINS: 'https://a.example' });
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config.provider, { kind: 'twilio' })).toThrow(TypeError);
  expect(() => (config.corsOrigins as string[]).push('https://b.example')).toThrow(TypeError);
});

test('every problem is told at once, with its variable, whatever kind it has', () => {
  const problems = problemsOf({
    NODE_ENV: 'staging',
    PORT: '70000',
    DATABASE_URL: 'mysql://localhost/db',
    DATABASE_POOL_SIZE: 'many',
    LOG_LEVEL: 'loud',
    SHUTDOWN_SECONDS: '1.5',
    SIMULATOR_SPEED: '0',
    SIMULATOR_URL: 'ftp://localhost',
    CORS_ORIGINS: '*',
    PUBLIC_URL: 'calls.example.com',
    TWILIO_ACCOUNT_SID: 'AC123',
  });
  const variables = problems.map((problem) => problem.split(':')[0]).toSorted();
  expect(variables).toEqual([
    'CORS_ORIGINS',
    'DATABASE_POOL_SIZE',
    'DATABASE_URL',
    'LOG_LEVEL',
    'NODE_ENV',
    'PORT',
    'PUBLIC_URL',
    'SHUTDOWN_SECONDS',
    'SIMULATOR_SPEED',
    'SIMULATOR_URL',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
  ]);
});

test('values that contradict each other are told together with values that are wrong by themselves', () => {
  expect(problemsOf({ NODE_ENV: 'production', PORT: 'x' })).toEqual([
    expect.stringMatching(/^PORT: /),
    expect.stringMatching(/^TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: needed in production/),
    expect.stringMatching(/^LLM_BASE_URL: needed in production/),
  ]);
});

test('the message counts and lists the problems and has no value of a secret', () => {
  const secrets = { DATABASE_URL: 'hush-database', TWILIO_AUTH_TOKEN: 'hush-token' };
  let message = '';
  try {
    parseConfig({ ...secrets, PORT: '-1' });
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(/^The configuration has 3 problem\(s\):\n( {2}- [A-Z_]+.*(\n|$)){3}$/);
  expect(message).not.toContain('hush');
});

test('Twilio is used when both credentials are there', () => {
  expect(parseConfig(REAL).provider).toEqual({ kind: 'twilio', accountSid: SID, authToken: 'hush-token' });
});

test.each(['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'] as const)(
  'one Twilio credential without the other is refused: %s',
  (name) => {
    expect(problemsOf({ [name]: REAL[name] })).toEqual([expect.stringContaining('set both, or neither')]);
  },
);

test('a Twilio account has a form', () => {
  for (const sid of ['AC123', `SK${'0'.repeat(32)}`, `AC${'g'.repeat(32)}`, ` ${SID}`]) {
    expect(problemsOf({ ...REAL, TWILIO_ACCOUNT_SID: sid })).toEqual([
      'TWILIO_ACCOUNT_SID: must be AC and 32 hexadecimal digits',
    ]);
  }
});

test('production refuses simulated parts and takes real ones', () => {
  const needed = expect.stringContaining('needed in production');
  expect(problemsOf({ NODE_ENV: 'production' })).toEqual([needed, needed]);
  expect(problemsOf({ ...REAL, NODE_ENV: 'production' })).toEqual([needed]);
  expect(parseConfig({ ...REAL, ...MODEL, NODE_ENV: 'production' })).toMatchObject({
    environment: 'production',
    model: { kind: 'remote', baseUrl: 'https://models.example.com/v1', name: 'talker' },
  });
});

test('a language model is named whole or not at all', () => {
  expect(problemsOf({ LLM_BASE_URL: 'https://models.example.com/v1' })).toEqual([
    expect.stringMatching(/^LLM_MODEL: /),
  ]);
  expect(problemsOf({ LLM_API_KEY: 'hush-key' })).toEqual([expect.stringMatching(/^LLM_BASE_URL: /)]);
  expect(problemsOf({ LLM_MODEL: 'talker' })).toEqual([expect.stringMatching(/^LLM_BASE_URL: /)]);
  expect(problemsOf({ LLM_MODELS: 'talker' })).toEqual([expect.stringMatching(/^LLM_BASE_URL: /)]);
});

test.each<[string | undefined, readonly string[] | null]>([
  [undefined, ['talker']],
  ['singer, talker ,', ['talker', 'singer']],
  ['*', null],
])('with LLM_MODELS=%s agents may name %j', (LLM_MODELS, allowed) => {
  expect(parseConfig({ ...MODEL, LLM_MODELS }).model).toMatchObject({ allowed });
});

test('with Twilio, a language model and no test mode there is nothing left to simulate', () => {
  const all = { ...REAL, ...MODEL, SIMULATOR_URL: 'http://localhost:4010' };
  expect(problemsOf(all)).toEqual([]);
  expect(problemsOf({ ...all, TEST_MODE: 'off' })).toEqual([expect.stringMatching(/^SIMULATOR_URL: /)]);
});

test.each([
  'http://calls.example.com',
  'https://localhost',
  'https://localhost:4000',
  'https://calls.localhost',
  'https://127.0.0.1',
  'https://127.1.2.3:8443',
  'https://[::1]',
  'https://0.0.0.0',
])('with real credentials Twilio must be able to call back: %s is refused', (url) => {
  expect(problemsOf({ ...REAL, PUBLIC_URL: url })).toEqual([
    'PUBLIC_URL: must be https and not a loopback address, or Twilio cannot call back',
  ]);
});

test.each(['http://localhost:8080', 'https://127.0.0.1', 'http://[::1]:4000', 'http://calls.localhost'])(
  'the simulated carrier calls back over loopback: %s is taken',
  (url) => {
    expect(parseConfig({ PUBLIC_URL: url }).publicUrl).toBe(url);
  },
);

test.each(['https://calls.example.com', 'http://192.0.2.2:4000', 'http://0.0.0.0:4000'])(
  'the simulated carrier calls back over loopback: %s is refused',
  (url) => {
    expect(problemsOf({ PUBLIC_URL: url })).toEqual([expect.stringContaining('over loopback')]);
  },
);

test.each(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'])('the simulated carrier reaches HOST=%s', (host) => {
  expect(parseConfig({ HOST: host }).host).toBe(host);
  expect(problemsOf({ HOST: '192.0.2.2' })).toEqual([expect.stringMatching(/^HOST: /)]);
  expect(problemsOf({ ...REAL, HOST: '192.0.2.2' })).toEqual([expect.stringMatching(/^HOST: .*TEST_MODE=off$/)]);
  expect(parseConfig({ ...REAL, HOST: '192.0.2.2', TEST_MODE: 'off' }).host).toBe('192.0.2.2');
});

test.each(['https://user:pw@a.example', 'https://a.example?x=1', 'https://a.example/base#f', 'https://a_b.example'])(
  'callbacks cannot be built on %s',
  (url) => {
    expect(problemsOf({ ...REAL, PUBLIC_URL: url })).toEqual([expect.stringMatching(/^PUBLIC_URL: /)]);
  },
);

test('with real credentials the public address is needed', () => {
  expect(problemsOf({ ...REAL, PUBLIC_URL: '' })).toEqual([expect.stringMatching(/^PUBLIC_URL: needed/)]);
});

test.each(['https://calls.example.com', 'https://localhost.example.com', 'https://127.example.com/base'])(
  '%s is a public address',
  (url) => {
    expect(parseConfig({ ...REAL, PUBLIC_URL: url }).publicUrl).toBe(url);
  },
);

test('slashes at the end of an address do not count', () => {
  expect(parseConfig({ PUBLIC_URL: 'http://localhost/base//' }).publicUrl).toBe('http://localhost/base');
});

test('CORS origins are a list, with spaces and empty places forgiven', () => {
  expect(parseConfig({ CORS_ORIGINS: ' https://a.example, ,http://localhost:3000,' }).corsOrigins).toEqual([
    'https://a.example',
    'http://localhost:3000',
  ]);
});

test.each([
  '*',
  'null',
  'a.example',
  'https://a.example/',
  'https://a.example/path',
  'https://A.example',
  'https://*.example',
])('%s is no origin', (origin) => {
  expect(problemsOf({ CORS_ORIGINS: `https://fine.example,${origin}` })).toEqual([
    expect.stringMatching(/^CORS_ORIGINS: /),
  ]);
});

test('numbers are numbers', () => {
  expect(parseConfig({ PORT: '0', DATABASE_POOL_SIZE: '2', SIMULATOR_SPEED: '0.5' })).toMatchObject({
    port: 0,
    databasePoolSize: 2,
    simulator: { speed: 0.5 },
  });
  for (const port of ['-1', '65536', '80.5', 'http', '4000 4001']) {
    expect(problemsOf({ PORT: port })).toEqual([expect.stringMatching(/^PORT: /)]);
  }
});

test('a token for metrics is one that a header can carry and nobody guesses', () => {
  expect(parseConfig({ METRICS_TOKEN: 'abc-._~+/0123456789==' }).metricsToken).toBe('abc-._~+/0123456789==');
  for (const token of ['short', 'with a space in its midst', '=0123456789abcdef', 'ümlaut-0123456789abcdef']) {
    expect(problemsOf({ METRICS_TOKEN: token })).toEqual([expect.stringMatching(/^METRICS_TOKEN: must /)]);
  }
});

test('every variable is described for the README, and what is secret is marked', () => {
  const variables = describeVariables();
  for (const { description } of variables) expect(description).toMatch(/^\S.*\.$/);
  expect(variables.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
    'DATABASE_URL',
    'TWILIO_AUTH_TOKEN',
    'LLM_API_KEY',
    'METRICS_TOKEN',
  ]);
});
