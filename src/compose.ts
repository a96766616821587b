import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type Carrier, type CarrierOptions, createCarrier } from './carrier';
import { orAborted } from './conversation/or-aborted';
import { poolOf } from './database/data-source';
import type { DatabaseWatch } from './database/database-watch';
import { Presence } from './database/presence';
import { PostgresSignals } from './database/signals';
import { createHttpApp } from './http/app';
import { EventLoop } from './http/event-loop';
import type { ExplorerFacts } from './http/explorer';
import type { RequestState } from './http/state';
import { type LoadLimits, Traffic } from './http/traffic';
import { readWebBuild } from './http/web-build';
import { type Repetition, repeatedly } from './jobs/repeatedly';
import type { MetricsReaders } from './metrics-readers';
import { createResolvers, resolverClasses } from './resolvers';
import { v1Routes } from './rest/v1';
import { buildExecutableSchema } from './schema/build-schema';
import { Authenticator } from './services/accounts/authenticate';
import { KnownTwins } from './services/accounts/known-twins';
import type { AllowedModels } from './services/agents/model-rule';
import { CallCounts } from './services/calls/call-counts';
import { forgetIdempotencyKeys } from './services/calls/forget-keys';
import type { Domain } from './services/domain';
import { Domains } from './services/domains';
import { feedReader } from './services/events/read-feed';
import { isUuid } from './services/ids';
import { LedgerWatch } from './services/ledger/ledger-watch';
import { LiveHub } from './services/live/hub';
import { createLoaders } from './services/loaders';
import { openRecording } from './services/recordings/open-recording';
import type { LineOf } from './telephony/twilio/line';
import { type RelaySocket, relaySocket } from './telephony/twilio/relay/relay-socket';
import { twilioWebhooks } from './telephony/twilio/webhooks';

/** What the application is composed from. */
export interface Ingredients {
  dataSource: DataSource;
  /** Looks whether the data source's database answers. */
  database: DatabaseWatch;
  /** Carries the calls of accounts. */
  live: CarrierOptions;
  /** Carries those of their test twins: the very same where `live` is simulated all through; null: test mode is off. */
  test: CarrierOptions | null;
  /** Origin at which clients reach this server, without a slash at the end. */
  publicUrl: string;
  corsOrigins: readonly string[];
  /** What pages are told about this server. */
  explorer: ExplorerFacts;
  toolsAllowPrivateAddresses: boolean;
  allowedModels: AllowedModels;
  /** What a minute of a new agent costs. */
  creditsPerMinute: number;
  metricsReaders: MetricsReaders;
  /** The ledger is verified so often, in seconds; 0: never. */
  ledgerCheckSeconds: number;
  /** What is more is refused. */
  loadLimits: LoadLimits;
  log: Logger;
}

/** The composed application, not yet listening. */
export interface Application {
  app: Koa<RequestState>;
  domain: Domain;
  authenticator: Authenticator;
  traffic: Traffic;
  /** Starts the background work. */
  startJobs(): void;
  /** Ends background work and the GraphQL server. */
  stop(): Promise<void>;
  /** Takes a WebSocket upgrade, or answers false: it is for nobody here. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /**
   * Ends what is open for long, so that its clients go on at another server.
   * @param busy also WebSockets on which something is to be answered
   */
  endStreams(busy: boolean): void;
  /**
   * Lets live talks end by themselves, and breaks off those that are left when the signal is aborted.
   * @returns how many notes of them could not be written
   */
  drainTalks(signal: AbortSignal): Promise<number>;
}

/** Every `new` and all wiring of the application. */
export async function compose(ingredients: Ingredients): Promise<Application> {
  const { dataSource, database, publicUrl, log } = ingredients;
  const pool = poolOf(dataSource);
  const signals = new PostgresSignals(pool, log);
  const presence = new Presence(pool, log);
  await presence.begin();
  const hub = new LiveHub({ pool, signals, log });
  const counts = new CallCounts();
  const ledger = new LedgerWatch(pool, log);
  const loop = new EventLoop();
  const carriers = createCarriers(ingredients, {
    pool,
    serverId: presence.id,
    publicUrl,
    loaders: createLoaders(pool),
    readFeed: feedReader(pool),
    hub,
    counts,
    toolsAllowPrivateAddresses: ingredients.toolsAllowPrivateAddresses,
    allowedModels: ingredients.allowedModels,
    creditsPerMinute: ingredients.creditsPerMinute,
    log,
  });
  const domains = new Domains(carriers.live.domain, carriers.test?.domain ?? null);
  const schema = buildExecutableSchema({ resolverClasses, instances: createResolvers(domains) });
  const authenticator = new Authenticator(pool, log, carriers.test !== null);
  const traffic = new Traffic({ database, pool, counts, loop }, ingredients.loadLimits);
  const lineOf = lineFinder(carriers, new KnownTwins(pool));
  const web = readWebBuild();
  if (!web) log.warn('there are no pages for browsers: `npm run build` makes them');
  const http = await createHttpApp({
    schema,
    routes: v1Routes,
    authenticator,
    sources: {
      recording: (viewer, callId, options) => openRecording(domains.of(viewer), viewer.accountId, callId, options),
    },
    webhooks: twilioWebhooks({ lineOf, log }),
    corsOrigins: ingredients.corsOrigins,
    web,
    explorer: ingredients.explorer,
    metrics: { counts, ledger, readers: ingredients.metricsReaders },
    pool,
    database,
    traffic,
    hub,
    log,
  });
  const relay = relaySocket({ lineOf, log });
  const jobs: Repetition[] = [];
  return {
    app: http.app,
    domain: domains.live,
    authenticator,
    traffic,
    upgrade: (...upgrade) => relay.handleUpgrade(...upgrade) || http.upgrade(...upgrade),
    endStreams: http.endStreams,
    drainTalks: (signal) => drainTalks(carriers, relay, signal),
    startJobs: () => {
      jobs.push(...carriers.all.flatMap((carrier) => carrier.startJobs()));
      jobs.push(
        repeatedly('forget keys', FORGET_SECONDS, (signal) => forgetIdempotencyKeys(domains.live, signal), log),
      );
      const { ledgerCheckSeconds } = ingredients;
      if (ledgerCheckSeconds > 0) {
        jobs.push(repeatedly('verify ledger', ledgerCheckSeconds, (signal) => ledger.look(signal), log));
      }
    },
    stop: async () => {
      // What a carrier does not reply to is not waited for; what it may have done is found out by the next server.
      for (const { domain } of carriers.all) domain.telephony.close();
      await Promise.all(jobs.map((job) => job.stop()));
      await Promise.all(carriers.all.map(({ analyst }) => analyst.idle()));
      await http.stop();
      hub.close();
      loop.stop();
      await signals.close();
      await presence.end();
    },
  };
}

/** Sockets whose talk is over may take so long to close. */
const RELAY_SECONDS = 1;
const FORGET_SECONDS = 600;

/**
 * Lets all talks end, those too that begin at one carrier while another's go on.
 * @returns how many notes of them could not be written
 */
async function drainTalks({ all }: Carriers, relay: RelaySocket, signal: AbortSignal): Promise<number> {
  let lost = 0;
  const allOver = async () => {
    while (all.some(({ talks }) => talks.count > 0)) {
      for (const notes of await Promise.all(all.map(({ talks }) => talks.drain(signal)))) lost += notes;
    }
  };
  await allOver();
  // A socket that was taken before begins its talk when it is set up.
  await orAborted(relay.refuseMore(), signal).catch(() => undefined);
  await allOver();
  await relay.drain(RELAY_SECONDS);
  await allOver();
  return lost;
}

interface Carriers {
  live: Carrier;
  test: Carrier | null;
  /** Each once. */
  all: Carrier[];
}

type Shared = Omit<Parameters<typeof createCarrier>[1], 'testModes'>;

function createCarriers({ live, test }: Ingredients, shared: Shared): Carriers {
  if (live === test) {
    const both = createCarrier(live, { ...shared, testModes: [false, true] });
    return { live: both, test: both, all: [both] };
  }
  const ofAccounts = createCarrier(live, { ...shared, testModes: [false] });
  const ofTwins = test && createCarrier(test, { ...shared, testModes: [true] });
  return { live: ofAccounts, test: ofTwins, all: ofTwins ? [ofAccounts, ofTwins] : [ofAccounts] };
}

/** Whose signature a callback must have follows from the account that it is about, so no carrier can speak for the other. */
function lineFinder({ live, test }: Carriers, twins: KnownTwins): LineOf<Carrier> {
  if (!test || test === live) return async () => live;
  return async (accountId) => (isUuid(accountId) && (await twins.has(accountId)) ? test : live);
}
