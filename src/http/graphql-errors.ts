import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { RequestContext } from '../context';
import { type AppError, type ErrorCode, HTTP_STATUS } from '../errors';
import { toAppError } from '../schema/to-app-error';

/** A refusal as a GraphQL error, with the HTTP status it has if it stands for the whole request. */
export function graphqlError(refusal: AppError): GraphQLError {
  return new GraphQLError(refusal.message, {
    originalError: refusal,
    extensions: { ...extensionsOf(refusal), http: { status: refusal.status } },
  });
}

/** What a client reads of a refusal beside its message. */
export function extensionsOf({ code, details }: AppError): Record<string, unknown> {
  const { issues, retryAfterSeconds, limit } = details;
  return {
    code,
    ...(issues && { issues }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(limit && { limit }),
  };
}

/** Whether an error is a fault of ours: nobody wrote its message for a client. */
export function isFault(error: unknown): boolean {
  return toAppError(error) === null && !isAboutRequest(error);
}

/** Logs what went wrong on our side; its message is for nobody else. */
export function logFaults(errors: readonly GraphQLError[], { log }: Pick<RequestContext, 'log'>): void {
  for (const error of errors.filter(isFault)) {
    log.error({ error: error.originalError ?? error, path: error.path }, 'a resolver failed');
  }
}

/** Errors as a client reads them. */
export function formatErrors(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => formatError(error.toJSON(), error));
}

/** Apollo's formatter: what is not written for a client is masked. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const refusal = toAppError(error);
  if (refusal) return { message: refusal.message, locations, path, extensions: extensionsOf(refusal) };
  if (isAboutRequest(error)) {
    return { message: withoutInput(formatted.message), locations, extensions: { code: codeOf(formatted) } };
  }
  return { message: 'Internal server error', path, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/**
 * graphql-js and Apollo write about the document or the HTTP request in GraphQL errors of their own, and about what an
 * execution came to in errors with a path: a value that does not fit its type is a fault of ours, and its text shows it.
 */
function isAboutRequest(error: unknown): boolean {
  return (
    error instanceof GraphQLError &&
    !error.path &&
    (error.originalError === undefined || error.originalError instanceof GraphQLError) &&
    error.extensions.code !== 'INTERNAL_SERVER_ERROR'
  );
}

/** A leaf type that refuses a literal repeats it. */
function withoutInput(message: string): string {
  return message.replace(/^(\w+) cannot represent .*$/s, '$1 cannot represent this value.');
}

/** Apollo calls a fault of ours whatever it has no code for. */
function codeOf({ extensions }: GraphQLFormattedError): ErrorCode {
  const code = String(extensions?.code);
  return code !== 'INTERNAL_SERVER_ERROR' && Object.hasOwn(HTTP_STATUS, code) ? (code as ErrorCode) : 'BAD_REQUEST';
}
