import { Readable } from 'node:stream';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Context, Middleware } from 'koa';
import { answerIsLost, type RequestContext } from '../context';
import { AppError } from '../errors';
import { QUERY_LIMITS } from '../schema/query-limits';
import { toAppError } from '../schema/to-app-error';
import type { Authenticator } from '../services/accounts/authenticate';
import { compiledQueries } from './compiled-queries';
import { extensionsOf, formatError, graphqlError, logFaults } from './graphql-errors';
import { readJson } from './json-body';
import { operationRules } from './operation-rules';
import type { RequestLimiter } from './rate-limit';
import { documentStore, persistedQueryStore } from './recent-store';
import type { RequestState } from './state';
import type { Traffic } from './traffic';
import type { UnfinishedBodies } from './unfinished-bodies';
import { findViewer } from './viewer';

/** What an answer may be, by the GraphQL-over-HTTP specification; the first for clients that do not care. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'];

/** What the GraphQL door needs. */
export interface GraphqlDoor {
  schema: GraphQLSchema;
  authenticator: Authenticator;
  limiter: RequestLimiter;
  traffic: Traffic;
  unfinished: UnfinishedBodies;
}

/** Serves `/graphql` with Apollo Server. The schema is the one that REST executes. */
export async function graphqlMiddleware({ schema, authenticator, limiter, traffic, unfinished }: GraphqlDoor): Promise<{
  middleware: Middleware<RequestState>;
  stop(): Promise<void>;
}> {
  const server = new ApolloServer<RequestContext>({
    schema,
    formatError,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // A key is in a header or parameter that a browser never adds by itself, so a page can use nobody's but its own.
    csrfPrevention: false,
    parseOptions: { maxTokens: QUERY_LIMITS.tokens },
    documentStore: documentStore(),
    persistedQueries: { cache: persistedQueryStore(), ttl: null },
    stopOnTerminationSignals: false,
    plugins: [
      requestRules(schema),
      compiledQueries(schema),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await server.start();
  return { middleware: serve, stop: () => server.stop() };

  async function serve(ctx: Context & { state: RequestState }): Promise<void> {
    if (ctx.method === 'OPTIONS') {
      ctx.set('Allow', 'GET, HEAD, POST, OPTIONS');
      ctx.status = 204;
      return;
    }
    try {
      await traffic.during(async () => {
        ctx.state.viewer = await findViewer(ctx, authenticator);
        if (ctx.state.viewer) await limiter.count(ctx, ctx.state.viewer);
        else limiter.countKeyless(ctx);
        const body = ctx.method === 'POST' ? await readJson(ctx, unfinished) : undefined;
        await answer(ctx, server, body);
      });
    } catch (thrown) {
      const refusal = toAppError(thrown);
      if (!refusal) throw thrown;
      const { retryAfterSeconds } = refusal.details;
      if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds));
      ctx.status = refusal.status;
      ctx.type = ctx.accepts(MEDIA_TYPES) || 'application/json';
      ctx.body = { errors: [{ message: refusal.message, extensions: extensionsOf(refusal) }] };
    }
  }
}

/** The bridge between Koa and Apollo's HTTP pipeline. */
async function answer(
  ctx: Context & { state: RequestState },
  server: ApolloServer<RequestContext>,
  body: unknown,
): Promise<void> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(ctx.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const response = await server.executeHTTPGraphQLRequest({
    // Koa leaves out the body of an answer to HEAD; Apollo does not know the method.
    httpGraphQLRequest: { method: ctx.method === 'HEAD' ? 'GET' : ctx.method, headers, search: ctx.search, body },
    context: async () => ctx.state,
  });
  ctx.status = response.status ?? 200;
  for (const [name, value] of response.headers) ctx.set(name, value);
  ctx.body = response.body.kind === 'complete' ? response.body.string : Readable.from(response.body.asyncIterator);
}

/** What holds for a whole request, and what cannot be answered at once. */
function requestRules(schema: GraphQLSchema): ApolloServerPlugin<RequestContext> {
  const refusalOf = operationRules(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, request, contextValue }) {
          if (!operation) return;
          const refusal = refusalOf(contextValue, document, operation, request.variables ?? {});
          if (refusal) throw graphqlError(refusal);
          if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw graphqlError(overWebSocket());
        },
        async didEncounterErrors({ errors, contextValue }) {
          logFaults(errors, contextValue);
        },
        async willSendResponse({ response: { body, http }, errors, contextValue }) {
          // What found out nothing is no success, whatever the document could have come to.
          if (body.kind !== 'single' || body.singleResult.data) return;
          await answerIsLost(contextValue);
          const away = errors?.map(toAppError).find((refusal) => refusal?.code === 'UNAVAILABLE');
          if (!away) return;
          http.status = away.status;
          http.headers.set('retry-after', String(away.details.retryAfterSeconds ?? 1));
        },
      };
    },
  };
}

function overWebSocket(): AppError {
  return new AppError('BAD_REQUEST', 'Subscriptions are served over WebSocket at this path: graphql-transport-ws.');
}
