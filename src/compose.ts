import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { Analyst } from './conversation/analysis/analyst';
import { briefOfTalk } from './conversation/brief-of-talk';
import { OpenAiModel, type OpenAiOptions } from './conversation/model/openai-model';
import { Talks } from './conversation/talks';
import { poolOf } from './database/data-source';
import { createHttpApp } from './http/app';
import type { RequestState } from './http/state';
import { Traffic } from './http/traffic';
import { type Repetition, repeatedly } from './jobs/repeatedly';
import { createResolvers, resolverClasses } from './resolvers';
import { v1Routes } from './rest/v1';
import { buildExecutableSchema } from './schema/build-schema';
import { Authenticator } from './services/accounts/authenticate';
import { Admissions } from './services/calls/admissions';
import { Facts } from './services/calls/facts';
import { forgetIdempotencyKeys } from './services/calls/forget-keys';
import { lookAfterCalls } from './services/calls/look-after-calls';
import type { Domain, Timing } from './services/domain';
import { createLoaders } from './services/loaders';
import { lookAfterRecordings } from './services/recordings/look-after-recordings';
import { openRecording } from './services/recordings/open-recording';
import { TwilioTelephony } from './telephony/twilio/adapter';
import type { TwilioCredentials } from './telephony/twilio/credentials';
import { relaySocket } from './telephony/twilio/relay/relay-socket';
import { twilioWebhooks } from './telephony/twilio/webhooks';

/** What the application is composed from. */
export interface Ingredients {
  dataSource: DataSource;
  credentials: TwilioCredentials;
  /** Origin that the provider is told to call back, without a slash at the end. */
  publicUrl: string;
  corsOrigins: readonly string[];
  /** How the language model is reached. */
  model: OpenAiOptions;
  toolsAllowPrivateAddresses: boolean;
  /** How much faster the carrier's time runs; 1 for real phones. */
  speed: number;
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
  /** Lets live talks end by themselves, and breaks off those that are left when the signal is aborted. */
  drainTalks(signal: AbortSignal): Promise<void>;
}

/** Every `new` and all wiring of the application. */
export async function compose(ingredients: Ingredients): Promise<Application> {
  const { dataSource, credentials, publicUrl, log } = ingredients;
  const pool = poolOf(dataSource);
  const timing = timingAt(ingredients.speed);
  const domain: Domain = {
    pool,
    publicUrl,
    timing,
    log,
    telephony: new TwilioTelephony(credentials, publicUrl),
    loaders: createLoaders(pool),
    admissions: new Admissions(pool, timing),
    facts: new Facts(pool, timing),
    openingTexts: async (basis, now) => {
      const { systemPrompt, texts } = await briefOfTalk(basis, FIRST_CONNECTION, ingredients.speed, now);
      return { systemPrompt, firstMessage: texts.firstMessage };
    },
    toolsAllowPrivateAddresses: ingredients.toolsAllowPrivateAddresses,
  };
  const model = new OpenAiModel(ingredients.model);
  const talks = new Talks({
    domain,
    model,
    speed: ingredients.speed,
    toolsAllowPrivateAddresses: ingredients.toolsAllowPrivateAddresses,
  });
  const analyst = new Analyst({ pool, model, timing, log });
  const schema = buildExecutableSchema({ resolverClasses, instances: createResolvers(domain) });
  const authenticator = new Authenticator(pool, log);
  const traffic = new Traffic();
  const http = await createHttpApp({
    schema,
    routes: v1Routes,
    authenticator,
    streams: { recording: (accountId, callId, options) => openRecording(domain, accountId, callId, options) },
    webhooks: twilioWebhooks({ authToken: credentials.authToken, publicUrl, domain, log }),
    corsOrigins: ingredients.corsOrigins,
    pool,
    traffic,
    log,
  });
  const relay = relaySocket({ authToken: credentials.authToken, publicUrl, claim: (ref) => talks.claim(ref), log });
  const jobs: Repetition[] = [];
  return {
    app: http.app,
    domain,
    authenticator,
    traffic,
    upgrade: relay.handleUpgrade,
    drainTalks: async (signal) => {
      await talks.drain(signal);
      await relay.drain(RELAY_SECONDS);
    },
    startJobs: () => {
      jobs.push(repeatedly('look after calls', SWEEP_SECONDS, (signal) => lookAfterCalls(domain, signal), log));
      jobs.push(
        repeatedly('look after recordings', SWEEP_SECONDS, (signal) => lookAfterRecordings(domain, signal), log),
      );
      jobs.push(repeatedly('analyze calls', ANALYZE_SECONDS, (signal) => analyst.takeUp(signal), log));
      jobs.push(repeatedly('look for machines', MACHINE_SECONDS, () => talks.lookForMachines(), log));
      jobs.push(repeatedly('forget keys', FORGET_SECONDS, () => forgetIdempotencyKeys(domain), log));
    },
    stop: async () => {
      await Promise.all(jobs.map((job) => job.stop()));
      await analyst.idle();
      await http.stop();
    },
  };
}

const FIRST_CONNECTION = 1;
const SWEEP_SECONDS = 2;
/** Sockets whose talk is over may take so long to close. */
const RELAY_SECONDS = 1;
const FORGET_SECONDS = 600;
const ANALYZE_SECONDS = 0.5;
const MACHINE_SECONDS = 0.5;

/** Waiting times, shortened where the carrier's time runs faster; what waits for our own servers is not. */
function timingAt(speed: number): Timing {
  return {
    pendingSeconds: 30,
    quietSeconds: Math.max(60 / speed, 3),
    unknownSeconds: Math.max(600 / speed, 15),
    retrySeconds: [5, 30, 120].map((seconds) => Math.max(seconds / speed, 0.1)),
  };
}
