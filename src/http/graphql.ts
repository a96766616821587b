import { Readable } from 'node:stream';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Context, Middleware } from 'koa';
import type { RequestContext } from '../context';
import { badInput } from '../errors';
import { explainVariables } from '../schema/explain-variables';
import { QUERY_LIMITS } from '../schema/query-limits';
import { rememberExcess } from '../schema/remember-excess';
import { missingKey, toAppError } from '../schema/to-app-error';
import type { Authenticator } from '../services/accounts/authenticate';
import { compiledQueries } from './compiled-queries';
import { extensionsOf, formatError, graphqlError, isFault } from './graphql-errors';
import { readJson } from './json-body';
import type { RequestLimiter } from './rate-limit';
import { documentStore, persistedQueryStore } from './recent-store';
import type { RequestState } from './state';
import type { Traffic } from './traffic';
import { findViewer } from './viewer';

/** What an answer may be, by the GraphQL-over-HTTP specification; the first for clients that do not care. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'];

/** What the GraphQL door needs. */
export interface GraphqlDoor {
  schema: GraphQLSchema;
  authenticator: Authenticator;
  limiter: RequestLimiter;
  traffic: Traffic;
}

/** Serves `/graphql` with Apollo Server. The schema is the one that REST executes. */
export async function graphqlMiddleware({ schema, authenticator, limiter, traffic }: GraphqlDoor): Promise<{
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
        const body = ctx.method === 'POST' ? await readJson(ctx) : undefined;
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

/** What holds for a whole GraphQL request: a key for all but introspection, its size, and every wrong variable at once. */
function requestRules(schema: GraphQLSchema): ApolloServerPlugin<RequestContext> {
  const excessOf = rememberExcess(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, document, request, contextValue }) {
          if (!operation) return;
          if (!contextValue.viewer && !isIntrospection(operation, document)) throw graphqlError(missingKey());
          const excess = excessOf(document, operation, request.variables ?? {});
          if (excess) throw graphqlError(excess);
          const issues = explainVariables(schema, operation, request.variables ?? {}, document);
          if (issues) throw graphqlError(badInput(issues));
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors.filter(isFault)) {
            contextValue.log.error({ error: error.originalError ?? error, path: error.path }, 'a resolver failed');
          }
        },
      };
    },
  };
}

/** Whether a document selects nothing but `__schema`, `__type` and `__typename`, fragments followed. */
function isIntrospection(operation: OperationDefinitionNode, document: DocumentNode): boolean {
  const seen = new Set<string>();
  const only = (selections: OperationDefinitionNode['selectionSet']['selections']): boolean =>
    selections.every((selection) => {
      if (selection.kind === 'Field') return selection.name.value.startsWith('__');
      if (selection.kind === 'InlineFragment') return only(selection.selectionSet.selections);
      const name = selection.name.value;
      if (seen.has(name)) return true;
      seen.add(name);
      const fragment = document.definitions.find(
        (definition) => definition.kind === 'FragmentDefinition' && definition.name.value === name,
      );
      return fragment?.kind === 'FragmentDefinition' && only(fragment.selectionSet.selections);
    });
  return only(operation.selectionSet.selections);
}
