import Koa from 'koa';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
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
import { TwilioTelephony } from './telephony/twilio/adapter';
import type { TwilioCredentials } from './telephony/twilio/credentials';
import { twilioWebhooks } from './telephony/twilio/webhooks';

/** What the application is composed from. */
export interface Ingredients {
  dataSource: DataSource;
  credentials: TwilioCredentials;
  /** Origin that the provider is told to call back, without a slash at the end. */
  publicUrl: string;
  corsOrigins: readonly string[];
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
}

/** Every `new` and all wiring of the application. */
export async function compose(ingredients: Ingredients): Promise<Application> {
  const { dataSource, credentials, publicUrl, log } = ingredients;
  const pool = poolOf(dataSource);
  const timing = timingAt(ingredients.speed);
  const domain: Domain = {
    pool,
    timing,
    log,
    telephony: new TwilioTelephony(credentials, publicUrl),
    loaders: createLoaders(pool),
    admissions: new Admissions(pool, timing),
    facts: new Facts(pool, timing),
  };
  const schema = buildExecutableSchema({ resolverClasses, instances: createResolvers(domain) });
  const authenticator = new Authenticator(pool, log);
  const traffic = new Traffic();
  const http = await createHttpApp({
    schema,
    routes: v1Routes,
    authenticator,
    webhooks: twilioWebhooks({ authToken: credentials.authToken, publicUrl, domain, log }),
    corsOrigins: ingredients.corsOrigins,
    pool,
    traffic,
    log,
  });
  const jobs: Repetition[] = [];
  return {
    app: http.app,
    domain,
    authenticator,
    traffic,
    startJobs: () => {
      jobs.push(repeatedly('look after calls', SWEEP_SECONDS, (signal) => lookAfterCalls(domain, signal), log));
      jobs.push(repeatedly('forget keys', FORGET_SECONDS, () => forgetIdempotencyKeys(domain), log));
    },
    stop: async () => {
      await Promise.all(jobs.map((job) => job.stop()));
      await http.stop();
    },
  };
}

const SWEEP_SECONDS = 2;
const FORGET_SECONDS = 600;

/** Waiting times, shortened where the carrier's time runs faster; what waits for our own servers is not. */
function timingAt(speed: number): Timing {
  return {
    pendingSeconds: 30,
    quietSeconds: Math.max(60 / speed, 3),
    unknownSeconds: Math.max(600 / speed, 15),
  };
}
