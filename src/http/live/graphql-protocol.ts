import type { IncomingMessage } from 'node:http';
import { execute, type GraphQLSchema, subscribe } from 'graphql';
import { makeServer, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { answerIsLost, type RequestContext, type Viewer } from '../../context';
import { AppError } from '../../errors';
import { invalidKey, toAppError } from '../../schema/to-app-error';
import type { Authenticator } from '../../services/accounts/authenticate';
import { formatErrors, graphqlError, logFaults } from '../graphql-errors';
import { NO_HEADERS, type RequestLimiter } from '../rate-limit';
import type { Traffic } from '../traffic';
import { keyOf } from '../viewer';
import { Operations } from './operations';
import { CLOSE, type Socket } from './socket';
import type { Streams } from './streams';

/** What the WebSocket door needs. */
export interface GraphqlSocketParts {
  schema: GraphQLSchema;
  authenticator: Authenticator;
  limiter: RequestLimiter;
  streams: Streams;
  traffic: Traffic;
  log: Logger;
}

/** A connection, and whose it is once it was initialised. */
export interface Connection {
  socket: Socket;
  request: IncomingMessage;
  log: Logger;
  key: string | null;
  /** Whether it is closed already. */
  isGone: () => boolean;
  /** Counts the connection out. */
  leave: () => void;
  /** Queries and mutations under way. */
  busy: number;
}

/** A client has so long to say who it is, in milliseconds. */
const INIT_MS = 5000;
/** Operations that a connection may have under way. */
const MAX_OPERATIONS = 50;

/** What is said on a connection: who it is, what is asked for, and what is answered. graphql-ws, PROTOCOL.md. */
export function graphqlProtocol({
  schema,
  authenticator,
  limiter,
  streams,
  traffic,
}: GraphqlSocketParts): Server<Connection> {
  const connectionOf = new WeakMap<RequestContext, Connection>();
  const operations = new Operations(schema);

  const viewerOf = async (key: string): Promise<Viewer> => {
    const viewer = await authenticator.authenticate(key);
    if (!viewer) throw invalidKey();
    authenticator.assertServed(viewer);
    await limiter.count(NO_HEADERS, viewer);
    return viewer;
  };

  const contextOf = async (connection: Connection): Promise<RequestContext> => {
    const requestId = uuidv7();
    const viewer = await viewerOf(connection.key ?? '');
    const context = { viewer, requestId, log: connection.log.child({ requestId }) };
    connectionOf.set(context, connection);
    return context;
  };

  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: INIT_MS,
    execute: async (args) => {
      const connection = connectionOf.get(args.contextValue as RequestContext);
      if (connection) connection.busy += 1;
      try {
        return await traffic.during(async () => execute(args));
      } catch (error) {
        const refusal = toAppError(error);
        if (!refusal) throw error;
        return { errors: [graphqlError(refusal)] };
      } finally {
        if (connection) connection.busy -= 1;
      }
    },
    subscribe,
    onConnect: async ({ connectionParams, extra: connection }) => {
      connection.key = presented(connectionParams) ?? keyOf(connection.request, parametersOf(connection.request));
      if (connection.key === null) return refuse(connection, CLOSE.NO_KEY);
      try {
        const viewer = await viewerOf(connection.key);
        if (connection.isGone()) return false;
        connection.leave = streams.enter(viewer, connection.key, (why) => {
          if (why === 'revoked') connection.socket.close(CLOSE.INVALID_KEY);
        });
        return viewer.testMode ? { testMode: true } : true;
      } catch (error) {
        return refuse(connection, closeFor(error));
      }
    },
    onSubscribe: async ({ extra: connection, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > MAX_OPERATIONS) return [graphqlError(tooManyOperations())];
      try {
        return await operations.prepare(payload, await contextOf(connection));
      } catch (error) {
        const refusal = toAppError(error);
        if (!refusal) throw error;
        return [graphqlError(refusal)];
      }
    },
    onNext: async (_context, _id, _payload, { contextValue }, { errors, ...result }) => {
      if (!errors) return undefined;
      if (!result.data) await answerIsLost(contextValue as RequestContext);
      logFaults(errors, contextValue as RequestContext);
      return { ...result, errors: formatErrors(errors) };
    },
    onError: ({ extra: connection }, _id, _payload, errors) => {
      logFaults(errors, connection);
      return formatErrors(errors);
    },
    onClose: ({ extra: connection }) => connection.leave(),
  });
}

function refuse({ socket }: Connection, why: readonly [number, string]): false {
  socket.close(why);
  return false;
}

function closeFor(error: unknown): readonly [number, string] {
  switch (toAppError(error)?.code) {
    case 'UNAUTHENTICATED':
      return CLOSE.INVALID_KEY;
    case 'FORBIDDEN':
      return CLOSE.NO_TEST_MODE;
    case 'RATE_LIMITED':
      return CLOSE.TOO_MANY;
    case 'UNAVAILABLE':
      return CLOSE.UNAVAILABLE;
    default:
      throw error;
  }
}

function tooManyOperations(): AppError {
  return new AppError('RATE_LIMITED', `A connection may have ${MAX_OPERATIONS} operations under way at a time.`, {
    retryAfterSeconds: 1,
    limit: { name: 'concurrentOperations', quota: MAX_OPERATIONS },
  });
}

/** The key in the connection's parameters. */
function presented(parameters: Readonly<Record<string, unknown>> | undefined): string | null {
  const { apiKey } = parameters ?? {};
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : null;
}

function parametersOf({ url = '' }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.split('?').slice(1).join('?'));
}
