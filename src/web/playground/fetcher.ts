import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import { type ExecutionResult, GraphQLError, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { keyIn } from './headers';

const TYPES = 'application/graphql-response+json, application/json;q=0.9';

/**
 * Sends operations to the server: subscriptions by WebSocket, all else by HTTP.
 * @param onPlaced is told the id of each call that was placed
 */
export function createFetcher(url: string, onPlaced: (callId: string) => void): Fetcher {
  return async (params, options) => {
    const headers = (options?.headers ?? {}) as Record<string, string>;
    const operation = operationOf(params);
    // For a moment after a change of tabs, GraphiQL gives the name of the operation that was looked at before.
    const request = { ...params, operationName: operation?.name?.value };
    if (operation?.operation === 'subscription') return subscribe(url, keyIn(headers), request);
    const result = await post(url, headers, request);
    const callId = placedCall(result);
    if (callId) onPlaced(callId);
    return result;
  };
}

/** The operation that is meant; undefined when the document cannot be read, which the server explains best. */
function operationOf({ query, operationName }: FetcherParams): OperationDefinitionNode | undefined {
  try {
    const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  } catch {
    return undefined;
  }
}

async function post(url: string, headers: Record<string, string>, params: FetcherParams): Promise<ExecutionResult> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: TYPES, 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(params),
    });
    return (await response.json()) as ExecutionResult;
  } catch (error) {
    return failed(`There is no answer: ${(error as Error).message}.`);
  }
}

/** As an answer: what is thrown is shown with the stack of the page's program. */
function failed(message: string): ExecutionResult {
  return { errors: [new GraphQLError(message)] };
}

function placedCall({ data }: ExecutionResult): string | undefined {
  const result = data?.initiateCall as { call?: { id?: string } } | null | undefined;
  return result?.call?.id;
}

/** Each run has a connection of its own, since the key may be another. It goes on when a server is replaced. */
async function* subscribe(url: string, apiKey: string, { query, variables, operationName }: FetcherParams) {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: apiKey ? { apiKey } : {},
    // By itself it gives up at the first attempt that finds nobody.
    shouldRetry: () => true,
  });
  try {
    yield* client.iterate({ query, variables, operationName }) as AsyncIterable<ExecutionResult>;
  } catch (error) {
    // What the server says about the document is shown as it is.
    if (Array.isArray(error)) throw error;
    yield failed((error instanceof CloseEvent && error.reason) || 'The server cannot be reached.');
  } finally {
    void client.dispose();
  }
}
