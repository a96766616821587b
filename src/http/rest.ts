import Router, { type RouterContext } from '@koa/router';
import type { GraphQLSchema } from 'graphql';
import { answerIsLost } from '../context';
import { AppError, badInput, type Issues, noIssues } from '../errors';
import { errorBody } from '../rest/error-body';
import { QueryReader } from '../rest/query';
import type { AnyRoute, RestRequest } from '../rest/route';
import { closest } from '../schema/closest';
import { type Prepared, prepare } from '../schema/execute';
import { missingKey, toAppError } from '../schema/to-app-error';
import type { Authenticator } from '../services/accounts/authenticate';
import type { LiveHub } from '../services/live/hub';
import { readJson } from './json-body';
import { EVENT_STREAM } from './live/event-stream';
import { follow } from './live/follow';
import type { Streams } from './live/streams';
import { wait } from './live/wait';
import { JSON_TYPE, preferredType } from './preferred-type';
import type { RequestLimiter } from './rate-limit';
import { type ByteSources, sendStream } from './send-stream';
import type { RequestState } from './state';
import type { Traffic } from './traffic';
import type { UnfinishedBodies } from './unfinished-bodies';
import { findViewer, parametersOf, presentedKey } from './viewer';

/** What the REST door needs. */
export interface RestDoor {
  schema: GraphQLSchema;
  authenticator: Authenticator;
  limiter: RequestLimiter;
  traffic: Traffic;
  unfinished: UnfinishedBodies;
  /** Where bytes come from that are no envelope. */
  sources: ByteSources;
  hub: LiveHub;
  /** What is open for long. */
  streams: Streams;
}

type RestContext = RouterContext<RequestState>;

/** Serves REST endpoints below a prefix. Every document is compiled now, so one that does not fit stops the start. */
export function restRouter(prefix: string, routes: readonly AnyRoute[], door: RestDoor): Router<RequestState> {
  const router = new Router<RequestState>({ prefix });
  for (const path of new Set(routes.map((endpoint) => endpoint.path))) {
    const endpoints = routes.filter((endpoint) => endpoint.path === path);
    const answers = new Map(endpoints.map((endpoint) => [endpoint.method as string, answerOf(endpoint, door)]));
    const get = answers.get('GET');
    if (get) answers.set('HEAD', get);
    const allow = [...answers.keys(), 'OPTIONS'].join(', ');
    // One layer for all methods of a path: others are refused there, and not taken for those of a path with a parameter.
    router.all(path, (ctx: RestContext) => {
      ctx.state.route = prefix + path;
      const answer = answers.get(ctx.method);
      return answer ? answer(ctx) : answering(ctx, () => refuseMethod(ctx, allow));
    });
  }
  router.all('{/*path}', (ctx: RestContext) =>
    answering(ctx, () => {
      throw new AppError('NOT_FOUND', 'Not found');
    }),
  );
  return router;
}

function answerOf(endpoint: AnyRoute, door: RestDoor): (ctx: RestContext) => Promise<void> {
  const run = prepare<object, object>(door.schema, endpoint.document);
  return (ctx) => answering(ctx, () => door.traffic.during(() => serve(ctx, endpoint, run, door)), endpoint);
}

function refuseMethod(ctx: RestContext, allow: string): void {
  ctx.set('Allow', allow);
  if (ctx.method !== 'OPTIONS') throw new AppError('BAD_REQUEST', 'Method not allowed', { status: 405 });
  ctx.status = 204;
}

async function serve(
  ctx: RestContext,
  endpoint: AnyRoute,
  run: Prepared<object, object>,
  { authenticator, limiter, sources, hub, streams, traffic, unfinished }: RestDoor,
): Promise<void> {
  const viewer = await findViewer(ctx, authenticator);
  if (!viewer) throw missingKey();
  ctx.state.viewer = viewer;
  await limiter.count(ctx, viewer);
  const type = typeFor(ctx, endpoint);
  const members = endpoint.body ? asObject(await readJson(ctx, unfinished)) : {};
  const unknown = noteUnknown(ctx, endpoint, members);
  const request = toRestRequest(ctx, endpoint, members);
  const variables = endpoint.variables(request);
  const issues = { ...unknown, ...request.query.issues };
  if (Object.keys(issues).length > 0) throw badInput({ ...issues, ...run.explain(variables) });
  const long = { ctx, request, viewer, run };
  const { follow: following } = endpoint;
  if (following && type === EVENT_STREAM) return traffic.rest(() => follow({ hub, streams }, long, following));
  const result = endpoint.wait
    ? await wait({ hub, streams, traffic }, long, endpoint.wait, variables)
    : await run(variables, ctx.state);
  const asText = endpoint.texts?.[type];
  if (asText) return answerText(ctx, type, asText(result));
  const presented = endpoint.present(result, request);
  if ('stream' in presented) {
    const leave = streams.enter(viewer, presentedKey(ctx), (why) => {
      if (why === 'revoked') ctx.res.destroy();
    });
    return traffic.rest(() => sendStream(ctx, presented.stream, viewer, sources)).finally(leave);
  }
  if (presented.headers) ctx.set({ ...presented.headers });
  ctx.body = { success: true, data: presented.data };
}

/** What the client likes best of what the endpoint can answer. */
function typeFor(ctx: RestContext, { texts, follow: followed }: AnyRoute): string {
  const others = [...Object.keys(texts ?? {}), ...(followed ? [EVENT_STREAM] : [])];
  return others.length > 0 ? preferredType(ctx, others) : JSON_TYPE;
}

function answerText(ctx: RestContext, type: string, text: string): void {
  ctx.type = type;
  ctx.body = text;
}

function asObject(body: unknown): Record<string, unknown> {
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badInput({ _body: ['The request body must be a JSON object'] });
}

function toRestRequest(ctx: RestContext, { body = [] }: AnyRoute, members: Record<string, unknown>): RestRequest {
  return {
    params: ctx.params,
    query: new QueryReader(parametersOf(ctx)),
    body: Object.fromEntries(body.map((name) => [name, Object.hasOwn(members, name) ? members[name] : undefined])),
    header: (name) => ctx.get(name),
  };
}

/** RFC 7240, `Prefer: handling=strict`, alone or among other preferences. */
const STRICT = /(^|[,;\s])handling\s*=\s*"?strict"?\s*($|[,;])/i;

/** What the original ignored is ignored, and named; for who asks for strictness it is an issue. */
function noteUnknown(ctx: RestContext, { query = {}, body = [] }: AnyRoute, members: object): Issues {
  const known = Object.keys(query);
  const parameters = [...new Set(parametersOf(ctx).keys())].filter(
    (name) => name !== 'api_key' && !known.includes(name),
  );
  const issues = noIssues();
  if (STRICT.test(ctx.get('Prefer'))) {
    ctx.set('Preference-Applied', 'handling=strict');
    for (const name of parameters) issues[name] = [`Unknown query parameter${closest(name, known)}`];
    for (const name of Object.keys(members).filter((member) => !body.includes(member))) {
      issues[name] = [`Unknown member${closest(name, body)}`];
    }
  } else if (parameters.length > 0) {
    const names = parameters.map((name) => encodeURIComponent(name).slice(0, 100)).slice(0, 20);
    ctx.set('X-Ignored-Parameters', names.join(', '));
  }
  return issues;
}

/** Runs an endpoint and answers whatever it throws in the legacy envelope. */
async function answering(
  ctx: RestContext,
  work: () => void | Promise<void>,
  { body }: Pick<AnyRoute, 'body'> = {},
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    await answerIsLost(ctx.state);
    const refusal = toAppError(thrown) ?? fault(ctx, thrown);
    // What was refused at the door is counted; so many lines would cost more than the refusals.
    if (refusal.code === 'UNAVAILABLE' && refusal !== thrown)
      ctx.state.log.warn({ error: thrown }, 'a request could not be served');
    const { retryAfterSeconds } = refusal.details;
    if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds));
    ctx.status = refusal.status;
    ctx.body = errorBody(refusal, ctx.state.requestId, body !== undefined);
  }
}

function fault(ctx: RestContext, error: unknown): AppError {
  ctx.state.log.error({ error }, 'a request failed');
  return new AppError('INTERNAL_SERVER_ERROR', 'Internal server error');
}
