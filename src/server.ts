import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { chooseCarriers, needsSimulator } from './choose-carriers';
import { type Application, compose } from './compose';
import { allowedModels, type Config } from './config';
import { checkVersion } from './database/check-version';
import { createDataSource, poolOf } from './database/data-source';
import { DatabaseWatch } from './database/database-watch';
import { Lines } from './database/lines';
import { migrate } from './database/migrate';
import { openDatabase } from './database/open-database';
import { MAGIC_NUMBERS } from './demo/magic-numbers';
import { type Demo, ensureDemo } from './demo/seed';
import type { ExplorerFacts } from './http/explorer';
import { serveUpgrades, shouldUpgradeCallback } from './http/upgrades';
import { metricsReaders } from './metrics-readers';
import { tellOfOtherModels } from './services/agents/model-rule';
import { reachSimulator } from './telephony/simulator';

/** A server that answers requests. */
export interface RunningServer {
  /** Where it listens, without a slash at the end. */
  url: string;
  publicUrl: string;
  application: Application;
  /** The explorer's account; null with a real carrier. */
  demo: Demo | null;
  /**
   * Stops taking requests, lets those under way finish within the configured time, and ends every part.
   * @returns what was lost by it: notes of talks that could not be written
   */
  stop(): Promise<number>;
}

const { version } = JSON.parse(readFileSync(path.join(__dirname, '../package.json'), 'utf8')) as { version: string };

/** A part that was started, in words, and what stops it. */
type Undo = [part: string, stop: () => Promise<unknown>];

/** Connections that wait to be taken: those that find no room are tried again after seconds, by their own system. */
const BACKLOG = 4096;

/** A request has so long to arrive, in milliseconds, and so often it is looked which have not. */
const ARRIVAL = { headersTimeout: 30_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

/** The last answers may take so long to reach their clients, in milliseconds. */
const FLUSH_MS = 1000;

/** A part that takes longer to stop is named in the log, in milliseconds. */
const LONG_MS = 5000;

/** Starts everything. If a part cannot be started, those that were are stopped again before the error is thrown. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const undo: Undo[] = [];
  const stop = async () => {
    for (const [part, stopPart] of undo.splice(0).reverse()) {
      const long = setTimeout(() => log.warn({ part }, 'a part takes long to stop'), LONG_MS).unref();
      await stopPart().catch((error: unknown) => log.error({ error, part }, 'a part did not stop cleanly'));
      clearTimeout(long);
    }
  };
  try {
    return await start(config, log, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, log: Logger, undo: Undo[], stop: () => Promise<void>): Promise<RunningServer> {
  const server = http.createServer({ ...ARRIVAL, shouldUpgradeCallback } as http.ServerOptions, notReady);
  const url = await listen(server, config);
  undo.push(['HTTP server', () => closeServer(server)]);
  const publicUrl = config.publicUrl ?? url;

  const database = await openDatabase(config, log);
  undo.push(['database', () => database.close()]);
  const lines = new Lines();
  const dataSource = await connect(database.url, lines, config, log);
  const watch = new DatabaseWatch({ pool: poolOf(dataSource), lines, log });
  // Last of those that ask the database: what waits for one that is silent would never stop.
  undo.push(['database watch', async () => stopWatch(watch, log)]);
  undo.push(['database connections', () => dataSource.destroy()]);
  await checkVersion(poolOf(dataSource));
  const migrated = await migrate(database.url);
  if (migrated.length > 0) log.info({ migrations: migrated }, 'the database was migrated');
  const otherModels = await tellOfOtherModels(poolOf(dataSource), allowedModels(config.model));
  if (otherModels) log.warn(otherModels);
  const readers = metricsReaders(config);
  if (readers.kind === 'nobody') log.warn('nobody may read the metrics: with a real carrier that takes METRICS_TOKEN');

  const simulator = needsSimulator(config) ? await reachSimulator(poolOf(dataSource), config.simulator, log) : null;
  undo.push(['simulated carrier', async () => simulator?.stop()]);
  const demo = config.provider.kind === 'simulated' ? await ensureDemo(poolOf(dataSource), config.dataDir, url) : null;
  const application = await compose({
    dataSource,
    database: watch,
    ...chooseCarriers(config, simulator, { url, publicUrl }),
    publicUrl,
    toolsAllowPrivateAddresses: config.toolsAllowPrivateAddresses,
    allowedModels: allowedModels(config.model),
    creditsPerMinute: config.creditsPerMinute,
    corsOrigins: config.corsOrigins,
    metricsReaders: readers,
    ledgerCheckSeconds: config.ledgerCheckSeconds,
    explorer: explorerFacts(config, demo),
    loadLimits: config.loadLimits,
    log,
  });
  undo.push(['background work', () => application.stop()]);

  server.removeListener('request', notReady);
  server.on('request', application.app.callback());
  serveUpgrades(server, application.upgrade);
  application.startJobs();
  let lost = 0;
  const drainAll = async () => {
    lost = await drain(server, application, config.shutdownSeconds);
  };
  undo.push(['requests and talks', drainAll]);
  const stopAll = async () => {
    await stop();
    return lost;
  };
  return { url, publicUrl, application, demo, stop: stopAll };
}

function stopWatch(watch: DatabaseWatch, log: Logger): void {
  if (!watch.answering) {
    log.warn(
      'the database did not answer at the end: what was unfinished is taken up by other servers, or at the next start',
    );
  }
  watch.stop();
}

/** What pages are told: of the demo no more than they need. */
function explorerFacts({ provider, testMode }: Config, demo: Demo | null): ExplorerFacts {
  const simulated = provider.kind === 'simulated';
  return {
    version,
    simulated,
    demo: demo && { apiKey: demo.apiKey, agentId: demo.agentId, fromNumberId: demo.fromNumberId },
    magicNumbers: simulated || testMode ? MAGIC_NUMBERS : [],
  };
}

/** Answers while the parts are being started. */
function notReady(request: http.IncomingMessage, response: http.ServerResponse): void {
  const path = request.url?.split('?')[0] ?? '';
  const alive = path === '/healthz';
  const message = 'The server is starting. Try again.';
  const body = path.startsWith('/api/')
    ? { success: false, error: 'Service unavailable', message }
    : { status: 'starting' };
  response.writeHead(alive ? 200 : 503, {
    'Content-Type': 'application/json; charset=utf-8',
    'X-Request-Id': uuidv7(),
    ...(alive ? {} : { 'Retry-After': '1' }),
  });
  response.end(JSON.stringify(alive ? { status: 'ok' } : body));
}

async function listen(server: http.Server, { host, port }: Config): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(inUse ? new Error(`Port ${port} is in use. Stop what listens there, or set PORT to another.`) : error);
    });
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

async function connect(url: string, lines: Lines, { databasePoolSize }: Config, log: Logger): Promise<DataSource> {
  const onError = (error: Error) => log.warn({ error }, 'a database connection broke');
  try {
    return await createDataSource({ url, poolSize: databasePoolSize, onError, lines }).initialize();
  } catch (error) {
    throw new Error(`The database cannot be used: ${(error as Error).message}. Check DATABASE_URL.`);
  }
}

/**
 * Says that it is not ready and lets the requests under way finish, within a bound. Until then the provider's callbacks
 * are still taken: a request may wait for one.
 * @returns how many notes of talks could not be written
 */
async function drain(
  server: http.Server,
  { traffic, endStreams, drainTalks }: Application,
  seconds: number,
): Promise<number> {
  const late = AbortSignal.timeout(seconds * 1000);
  const over = new Promise((resolve) => late.addEventListener('abort', resolve, { once: true }));
  const drained = traffic.drain();
  endStreams(false);
  const [lost] = await Promise.all([drainTalks(late), Promise.race([drained, over])]);
  // What was answered last is on its way when everything that is due now has been done.
  await new Promise(setImmediate);
  endStreams(true);
  const closed = closeServer(server);
  const closing = setInterval(() => server.closeIdleConnections(), 20);
  setTimeout(() => server.closeAllConnections(), FLUSH_MS).unref();
  await closed;
  clearInterval(closing);
  return lost;
}

function closeServer(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) resolve();
    else server.close(() => resolve());
  });
}
