import { allowedModels, type Config, ConfigError, parseConfig } from '../../config';
import { checkModel } from '../../conversation/model/check-model';
import { checkVersion } from '../../database/check-version';
import { poolOf } from '../../database/data-source';
import { readMigrationsState, sayForeign, sayLater } from '../../database/migrations-state';
import { findMissingRights } from '../../database/rights';
import { metricsReaders } from '../../metrics-readers';
import { tellOfOtherModels } from '../../services/agents/model-rule';
import { checkCredentials } from '../../telephony/twilio/check-credentials';
import type { Context } from '../command';
import type { CliDatabase } from '../database';
import { explain } from '../errors';

/** What was found out about one part. */
export interface Check {
  check: string;
  status: 'OK' | 'WARNING' | 'FAILED' | 'SKIPPED';
  finding: string;
}

type Finding = Omit<Check, 'check'>;

/** Looks at every part, whatever the others are like. */
export async function examine(context: Context): Promise<Check[]> {
  const checks: Check[] = [];
  const add = (check: string, finding: Finding) => checks.push({ check, ...finding });

  const { config, problems } = readConfig(context.environment);
  for (const finding of problems) add('configuration', { status: 'FAILED', finding });
  if (config) add('configuration', { status: 'OK', finding: `can be used (${config.environment})` });

  const database = await attempt(() => context.openDatabase());
  add('database', 'failure' in database ? database.failure : await found(database.value, aboutServer));
  const migrations = 'failure' in database ? skipped('the database') : await found(database.value, aboutMigrations);
  add('migrations', migrations);
  add('provider', config ? await aboutProvider(config) : skipped('the configuration'));
  add('model', config ? await aboutModel(config) : skipped('the configuration'));
  const migrated = 'value' in database && migrations.status !== 'FAILED' ? database.value : null;
  add('agents', await aboutAgents(config, migrated));
  add('test mode', config ? await aboutTestMode(config) : skipped('the configuration'));
  add('PUBLIC_URL', config ? aboutPublicUrl(config) : skipped('the configuration'));
  add('metrics', config ? aboutMetrics(config) : skipped('the configuration'));
  return checks;
}

function readConfig(environment: NodeJS.ProcessEnv): { config: Config | null; problems: string[] } {
  try {
    return { config: parseConfig(environment), problems: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { config: null, problems: error.problems };
    throw error;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { failure: Finding }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { failure: { status: 'FAILED', finding: explain(error).problems.join(' ') } };
  }
}

async function found(database: CliDatabase, look: (database: CliDatabase) => Promise<Finding>): Promise<Finding> {
  const result = await attempt(() => look(database));
  return 'failure' in result ? result.failure : result.value;
}

async function aboutServer({ dataSource, origin }: CliDatabase): Promise<Finding> {
  const pool = poolOf(dataSource);
  const { rows } = await pool.query<{ version: string; database: string; user: string }>(
    `select current_setting('server_version') "version", current_database() "database", current_user "user"`,
  );
  await checkVersion(pool);
  const missing = await findMissingRights(dataSource);
  if (missing) return { status: 'FAILED', finding: missing };
  const { version, database, user } = rows[0] ?? {};
  return { status: 'OK', finding: `PostgreSQL ${version}, database ${database} as ${user}: ${origin}` };
}

async function aboutMigrations({ dataSource }: CliDatabase): Promise<Finding> {
  const { pending, unknown, foreign } = await readMigrationsState(dataSource);
  if (foreign.length > 0) return { status: 'FAILED', finding: sayForeign(foreign) };
  if (unknown.length > 0) return { status: 'FAILED', finding: sayLater(unknown) };
  if (pending.length > 0) {
    const what = `${pending.length} pending (${pending.join(', ')})`;
    return { status: 'FAILED', finding: `${what}; run \`npx call-manager migrate\`, or start the server` };
  }
  return { status: 'OK', finding: 'none pending' };
}

async function aboutProvider({ provider, simulator }: Config): Promise<Finding> {
  if (provider.kind === 'twilio') {
    const { usable, finding } = await checkCredentials(provider);
    return { status: usable ? 'OK' : 'FAILED', finding };
  }
  return aboutSimulator('simulated carrier: no phone rings and nothing is billed', simulator);
}

async function aboutTestMode({ testMode, simulator }: Config): Promise<Finding> {
  if (!testMode) return { status: 'OK', finding: 'off: test keys are refused' };
  return aboutSimulator('on: calls of test keys go to the simulated carrier', simulator);
}

async function aboutSimulator(what: string, { url }: Config['simulator']): Promise<Finding> {
  if (!url) return { status: 'OK', finding: `${what}; the server starts its own` };
  const reached = await attempt(() => fetch(url, { signal: AbortSignal.timeout(5000) }));
  if ('value' in reached) return { status: 'OK', finding: `${what}; it answers at SIMULATOR_URL` };
  return { status: 'FAILED', finding: `${what}; nothing answers at SIMULATOR_URL, run \`npm run simulator\`` };
}

async function aboutModel({ model }: Config): Promise<Finding> {
  if (model.kind === 'remote') return checkModel(model);
  return { status: 'OK', finding: 'simulated model: it follows simple rules and costs nothing' };
}

async function aboutAgents(config: Config | null, database: CliDatabase | null): Promise<Finding> {
  if (!config) return skipped('the configuration');
  if (!database) return skipped('the database and its migrations');
  return found(database, async ({ dataSource }) => {
    const finding = await tellOfOtherModels(poolOf(dataSource), allowedModels(config.model));
    return finding ? { status: 'WARNING', finding } : { status: 'OK', finding: 'none names a model that it may not' };
  });
}

function aboutPublicUrl({ provider, publicUrl }: Config): Finding {
  if (provider.kind === 'twilio') {
    return { status: 'OK', finding: `Twilio calls back at ${publicUrl}; it must reach this server from the internet` };
  }
  return { status: 'OK', finding: `the simulated carrier calls back at ${publicUrl ?? "the server's own address"}` };
}

function aboutMetrics(config: Config): Finding {
  switch (metricsReaders(config).kind) {
    case 'bearer':
      return { status: 'OK', finding: 'told to whoever presents METRICS_TOKEN' };
    case 'this-machine':
      return { status: 'OK', finding: 'told to this machine only' };
    case 'nobody':
      return { status: 'WARNING', finding: 'told to nobody; with a real carrier that takes METRICS_TOKEN' };
  }
}

function skipped(part: string): Finding {
  return { status: 'SKIPPED', finding: `mend ${part} first` };
}
