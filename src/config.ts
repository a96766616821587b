import { z } from 'zod';
import { isOrigin } from './addresses';
import { contradictions } from './contradictions';

/** What a variable means to whoever runs the server; the README's table is made of it. */
interface VariableMeta {
  description: string;
  /** Shown in the table where the real default says too little. */
  defaultText?: string;
  secret?: boolean;
}

const variable = <T extends z.ZodType>(schema: T, meta: VariableMeta): T => schema.meta({ ...meta });
const text = z.string().min(1);
const integer = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
/** Not every PostgreSQL URL is one to a web browser: a socket directory needs no host. libpq, connection URIs. */
const databaseUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgresql://');
/** Names separated by commas. */
const list = z
  .string()
  .default('')
  .transform((names) => names.split(',').map((name) => name.trim()))
  .transform((names) => names.filter(Boolean));
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const variables = z.object({
  NODE_ENV: variable(z.enum(['development', 'test', 'production']).default('development'), {
    description: '`production` refuses to start on simulated parts.',
  }),
  PORT: variable(integer(0, 65535).default(4000), { description: 'Port to listen on; 0 takes a free one.' }),
  HOST: variable(text.default('127.0.0.1'), { description: 'Address to listen on; `0.0.0.0` for all.' }),
  PUBLIC_URL: variable(httpUrl.optional(), {
    description:
      'Where the telephony provider reaches this server. With real credentials it must be https and not loopback; with the simulated carrier, loopback.',
    defaultText: '`http://HOST:PORT`',
  }),
  DATABASE_URL: variable(databaseUrl.optional(), {
    description: 'PostgreSQL 15 or later. Unset: a real PostgreSQL that came with `npm ci`, under `DATA_DIR`.',
    defaultText: 'embedded',
    secret: true,
  }),
  DATABASE_POOL_SIZE: variable(integer(2, 1000).default(20), { description: 'Database connections, and three more.' }),
  DATA_DIR: variable(text.default('.data'), { description: 'The embedded database and `demo.json`.' }),
  TWILIO_ACCOUNT_SID: variable(
    z
      .string()
      .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
      .optional(),
    { description: 'Twilio account. Unset, with the token: the simulated carrier.', defaultText: 'simulated' },
  ),
  TWILIO_AUTH_TOKEN: variable(text.optional(), {
    description: "The account's primary auth token; it also proves that callbacks are Twilio's.",
    defaultText: 'simulated',
    secret: true,
  }),
  SIMULATOR_URL: variable(httpUrl.optional(), {
    description: 'A simulated carrier that runs already (`npm run simulator`), for several servers to share.',
    defaultText: 'a child process',
  }),
  SIMULATOR_SPEED: variable(z.coerce.number().min(0.1).max(1000).default(20), {
    description: "How much faster the simulated carrier's time runs.",
  }),
  LLM_BASE_URL: variable(httpUrl.optional(), {
    description: 'A language model behind an OpenAI-compatible API. Unset: the simulated model.',
    defaultText: 'simulated',
  }),
  LLM_API_KEY: variable(text.optional(), { description: 'Its key, if it wants one.', secret: true }),
  LLM_MODEL: variable(text.optional(), {
    description: 'The model that conducts calls unless an agent names another; needed with `LLM_BASE_URL`.',
  }),
  LLM_MODELS: variable(list, {
    description: 'The models that agents may name besides `LLM_MODEL`, separated by commas; `*` for any.',
    defaultText: 'none',
  }),
  LLM_HISTORY_CHARACTERS: variable(integer(1000, 10_000_000).default(20_000), {
    description: 'How much of a long talk the model is told at each turn, in characters; the rest it forgets.',
  }),
  TEST_MODE: variable(z.stringbool().default(true), {
    description:
      'Whether accounts may have test keys, whose calls go to the simulated carrier and model whatever else is set. `off`: such keys are refused, and no simulator runs for them.',
    defaultText: '`on`',
  }),
  CREDITS_PER_MINUTE: variable(integer(0, 100_000).default(1), {
    description: 'What a minute of a new agent costs; `agent update` sets the price of one that is there.',
  }),
  TOOLS_ALLOW_PRIVATE_ADDRESSES: variable(z.stringbool().default(false), {
    description: "Whether agents' HTTP tools may reach this machine and private networks.",
  }),
  CORS_ORIGINS: variable(
    list.refine((all) => all.every(isOrigin), 'must be origins such as https://app.example.com, separated by commas'),
    { description: 'Origins whose pages may call the API, separated by commas.', defaultText: 'none' },
  ),
  METRICS_TOKEN: variable(
    z
      .string()
      .regex(/^[\w.~+/-]+=*$/, 'must be a bearer token: letters, digits and -._~+/')
      .min(16, 'must have at least 16 characters')
      .optional(),
    {
      description:
        'The bearer token that `GET /metrics` asks for. Unset: it answers this machine only, and with Twilio credentials nobody.',
      secret: true,
    },
  ),
  MAX_REQUESTS: variable(integer(1, 100_000).default(500), {
    description: 'Requests under way at most, without those that wait for the carrier or a client; more get 503.',
  }),
  MAX_EVENT_LOOP_DELAY_MS: variable(integer(10, 60_000).default(1000), {
    description: 'While the server is later than this with what is due, new requests are refused with 503.',
  }),
  MAX_DATABASE_QUEUE: variable(integer(1, 100_000).default(200), {
    description: 'While more than so much work waits for a database connection, new requests are refused with 503.',
  }),
  LEDGER_CHECK_SECONDS: variable(integer(0, 86_400).default(300), {
    description: 'How often the ledger is verified in the background; 0: never.',
  }),
  LOG_LEVEL: variable(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'), {
    description: 'The least severe level that is logged.',
  }),
  SHUTDOWN_SECONDS: variable(integer(0, 600).default(15), {
    description: 'How long requests under way may take to finish after SIGTERM.',
  }),
});

/** Which telephony provider carries the calls. */
export type ProviderConfig =
  /** `baseUrl`: where requests go instead of Twilio's own hosts; no variable sets it. */
  { kind: 'twilio'; accountSid: string; authToken: string; baseUrl?: string } | { kind: 'simulated' };

/** Which language model conducts the calls. */
export type ModelConfig =
  | {
      kind: 'remote';
      baseUrl: string;
      apiKey: string | undefined;
      name: string;
      /** Those that agents may name, the server's own among them; null: any. */
      allowed: readonly string[] | null;
    }
  | { kind: 'simulated' };

/** What stands for the carrier, the model or both where these are not configured. */
export interface SimulatorConfig {
  /** Undefined: a child process. */
  readonly url: string | undefined;
  /** How much faster the carrier's time runs. */
  readonly speed: number;
}

/** The server's whole configuration, parsed and frozen. */
export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end; undefined: `http://HOST:PORT` with the port listened on. */
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  readonly dataDir: string;
  readonly provider: ProviderConfig;
  readonly model: ModelConfig;
  /** How much of a conversation the model is told. */
  readonly historyCharacters: number;
  readonly simulator: SimulatorConfig;
  /** Whether test keys are served. */
  readonly testMode: boolean;
  /** Of agents that are created from now on. */
  readonly creditsPerMinute: number;
  readonly toolsAllowPrivateAddresses: boolean;
  readonly corsOrigins: readonly string[];
  /** Who may read the metrics follows from it (`metrics-readers.ts`). */
  readonly metricsToken: string | undefined;
  /** 0: the ledger is not verified in the background. */
  readonly ledgerCheckSeconds: number;
  /** What is more is refused. */
  readonly loadLimits: Readonly<Record<'requests' | 'eventLoopDelayMs' | 'databaseQueue', number>>;
  readonly logLevel: string;
  readonly shutdownSeconds: number;
}

/** The environment is not usable; the message lists every problem. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration from an environment. An empty or blank variable counts as unset.
 * @throws ConfigError that names every problem at once and no value of a secret
 */
export function parseConfig(environment: NodeJS.ProcessEnv): Config {
  const set = written(environment);
  const parsed = variables.safeParse(set);
  const problems = problemsOf(parsed.error);
  const testMode = variables.shape.TEST_MODE.safeParse(set.TEST_MODE).data ?? true;
  problems.push(...contradictions(set, testMode));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const env = parsed.data;
  return Object.freeze({
    environment: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    dataDir: env.DATA_DIR,
    provider: Object.freeze(providerOf(env)),
    model: Object.freeze(modelOf(env)),
    historyCharacters: env.LLM_HISTORY_CHARACTERS,
    simulator: Object.freeze({ url: env.SIMULATOR_URL, speed: env.SIMULATOR_SPEED }),
    testMode: env.TEST_MODE,
    creditsPerMinute: env.CREDITS_PER_MINUTE,
    toolsAllowPrivateAddresses: env.TOOLS_ALLOW_PRIVATE_ADDRESSES,
    corsOrigins: Object.freeze(env.CORS_ORIGINS),
    metricsToken: env.METRICS_TOKEN,
    ledgerCheckSeconds: env.LEDGER_CHECK_SECONDS,
    loadLimits: Object.freeze({
      requests: env.MAX_REQUESTS,
      eventLoopDelayMs: env.MAX_EVENT_LOOP_DELAY_MS,
      databaseQueue: env.MAX_DATABASE_QUEUE,
    }),
    logLevel: env.LOG_LEVEL,
    shutdownSeconds: env.SHUTDOWN_SECONDS,
  });
}

/** Where the data is: all that a program needs which administers it. */
export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** Reads no more of an environment than which database it names. @throws ConfigError that names every problem at once */
export function parseDatabaseConfig(environment: NodeJS.ProcessEnv): DatabaseConfig {
  const env = parsePart(variables.pick({ DATABASE_URL: true, DATA_DIR: true }), environment);
  return { databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR };
}

/** Reads no more of an environment than what concerns agents. @throws ConfigError that names every problem at once */
export function parseAgentsConfig(
  environment: NodeJS.ProcessEnv,
): Pick<Config, 'creditsPerMinute' | 'toolsAllowPrivateAddresses' | 'model'> {
  const ofModel = { LLM_BASE_URL: true, LLM_API_KEY: true, LLM_MODEL: true, LLM_MODELS: true } as const;
  const names = { CREDITS_PER_MINUTE: true, TOOLS_ALLOW_PRIVATE_ADDRESSES: true, ...ofModel } as const;
  const env = parsePart(variables.pick(names), environment);
  return {
    creditsPerMinute: env.CREDITS_PER_MINUTE,
    toolsAllowPrivateAddresses: env.TOOLS_ALLOW_PRIVATE_ADDRESSES,
    model: modelOf(env),
  };
}

function parsePart<Part>(part: z.ZodType<Part>, environment: NodeJS.ProcessEnv): Part {
  const parsed = part.safeParse(written(environment));
  if (!parsed.success) throw new ConfigError(problemsOf(parsed.error));
  return parsed.data;
}

function written(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function problemsOf(error: z.ZodError | undefined): string[] {
  return error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
}

type Environment = z.infer<typeof variables>;

function providerOf(env: Environment): ProviderConfig {
  return env.TWILIO_ACCOUNT_SID && env.TWILIO_AUTH_TOKEN
    ? { kind: 'twilio', accountSid: env.TWILIO_ACCOUNT_SID, authToken: env.TWILIO_AUTH_TOKEN }
    : { kind: 'simulated' };
}

function modelOf(env: Pick<Environment, 'LLM_BASE_URL' | 'LLM_API_KEY' | 'LLM_MODEL' | 'LLM_MODELS'>): ModelConfig {
  const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey, LLM_MODEL: name, LLM_MODELS: others } = env;
  if (!baseUrl || !name) return { kind: 'simulated' };
  const allowed = others.includes('*') ? null : Object.freeze([...new Set([name, ...others])]);
  return { kind: 'remote', baseUrl, apiKey, name, allowed };
}

/** The models that agents may name; null: any. What is simulated costs nothing. */
export function allowedModels(model: ModelConfig): readonly string[] | null {
  return model.kind === 'remote' ? model.allowed : null;
}

/** One line of the configuration table. */
export interface VariableDoc extends VariableMeta {
  name: string;
  defaultText: string;
}

/** Every variable as the README shows it. */
export function describeVariables(): VariableDoc[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const meta = schema.meta() as unknown as VariableMeta;
    const parsed = schema.safeParse(undefined);
    const fallback = parsed.success && parsed.data !== undefined ? `\`${String(parsed.data)}\`` : 'none';
    return { ...meta, name, defaultText: meta.defaultText ?? fallback };
  });
}
