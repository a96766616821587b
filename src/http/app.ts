import cors from '@koa/cors';
import type Router from '@koa/router';
import type { GraphQLSchema } from 'graphql';
import Koa from 'koa';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { MetricsReaders } from '../metrics-readers';
import type { AnyRoute } from '../rest/route';
import type { Authenticator } from '../services/accounts/authenticate';
import type { LiveHub } from '../services/live/hub';
import { accessLog } from './access-log';
import { type ExplorerFacts, explorer } from './explorer';
import { faults } from './faults';
import { graphqlMiddleware } from './graphql';
import { health } from './health';
import { type GraphqlSockets, graphqlSockets } from './live/graphql-sockets';
import { Streams } from './live/streams';
import { Metrics, type MetricsSources } from './metrics/metrics';
import { metricsEndpoint } from './metrics/metrics-endpoint';
import { pages } from './pages';
import { RequestLimiter } from './rate-limit';
import { requestId } from './request-id';
import { restRouter } from './rest';
import { schemaText } from './schema-text';
import type { ByteSources } from './send-stream';
import type { RequestState } from './state';
import { readableTarget } from './target';
import type { Load, Traffic } from './traffic';
import { UnfinishedBodies } from './unfinished-bodies';
import type { WebBuild } from './web-build';

/** What the HTTP server is made of. */
export interface HttpParts {
  schema: GraphQLSchema;
  routes: readonly AnyRoute[];
  authenticator: Authenticator;
  sources: ByteSources;
  hub: LiveHub;
  /** Where the telephony provider calls us. */
  webhooks: Router;
  corsOrigins: readonly string[];
  /** The pages for browsers; null when they were not built. */
  web: WebBuild | null;
  explorer: ExplorerFacts;
  /** What is told of the server at `/metrics`, and to whom. */
  metrics: Pick<MetricsSources, 'counts' | 'ledger'> & { readers: MetricsReaders };
  pool: Pool;
  database: Load['database'];
  traffic: Traffic;
  log: Logger;
}

/** Headers that a page of another origin may read. */
const EXPOSED_HEADERS =
  'X-Request-Id, X-Test-Mode, RateLimit, RateLimit-Policy, Retry-After, X-Ignored-Parameters, Idempotent-Replayed, ' +
  'Content-Disposition, Content-Range';

/** The assembled app. */
export interface HttpApp {
  app: Koa<RequestState>;
  /** Takes the WebSockets of GraphQL. */
  upgrade: GraphqlSockets['upgrade'];
  /**
   * Ends what is open for long, so that its clients go on elsewhere.
   * @param busy also WebSockets on which something is to be answered
   */
  endStreams(busy: boolean): void;
  stop(): Promise<void>;
}

/** Assembles the Koa app. */
export async function createHttpApp(parts: HttpParts): Promise<HttpApp> {
  const { schema, authenticator, corsOrigins, traffic, hub, log } = parts;
  const limiter = new RequestLimiter();
  const streams = new Streams(authenticator, log);
  const sockets = graphqlSockets({ schema, authenticator, limiter, streams, traffic, log });
  const unfinished = new UnfinishedBodies(traffic);
  const graphql = await graphqlMiddleware({ schema, authenticator, limiter, traffic, unfinished });
  const rest = restRouter('/api/v1', parts.routes, {
    ...{ schema, authenticator, limiter, traffic, unfinished, hub, streams },
    sources: parts.sources,
  });
  const metrics = new Metrics({ ...parts.metrics, pool: parts.pool, traffic, streams, database: parts.database });
  const app = new Koa<RequestState>();
  app.silent = true;
  app.use(requestId(log));
  app.use(async (ctx, next) => {
    await next();
    // A client that sent another request on this connection would lose it and not know whether it was taken.
    if (traffic.draining) ctx.set('Connection', 'close');
  });
  app.use(readableTarget());
  app.use(health(parts, traffic));
  app.use(metricsEndpoint(metrics, parts.metrics.readers));
  app.use(accessLog(metrics));
  app.use(faults());
  app.use(
    cors({
      origin: (ctx) => (corsOrigins.includes(ctx.get('Origin')) ? ctx.get('Origin') : ''),
      exposeHeaders: EXPOSED_HEADERS,
      keepHeadersOnError: true,
    }),
  );
  // What is asked for most comes first: nobody else has its paths.
  app.use(rest.routes());
  app.use(parts.webhooks.routes());
  if (parts.web) app.use(pages(parts.web));
  app.use(explorer(parts.explorer));
  app.use(schemaText(schema));
  app.use(async (ctx, next) => {
    if (ctx.path !== '/graphql') return next();
    ctx.state.route = '/graphql';
    return graphql.middleware(ctx as never, next);
  });
  app.use(async (ctx) => {
    if (ctx.path === '/') ctx.body = { name: 'Call Manager', graphql: '/graphql', rest: '/api/v1', health: '/readyz' };
    else if (/^\/api(\/|$)/.test(ctx.path)) {
      ctx.status = 404;
      ctx.body = { success: false, error: 'Not found' };
    }
  });
  return {
    app,
    upgrade: sockets.upgrade,
    endStreams: (busy) => {
      streams.stop();
      sockets.stop(busy);
    },
    stop: graphql.stop,
  };
}
