import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { DocumentNode } from 'graphql';
import type { Members } from './answer';
import type { QueryReader } from './query';
import type { Tag } from './tags';

/** What a route knows of a request. */
export interface RestRequest {
  /** Path parameters. */
  params: Readonly<Record<string, string>>;
  query: QueryReader;
  /** The members of the JSON body that the route knows, as they came; absent ones are undefined. */
  body: Readonly<Record<string, unknown>>;
  /** A request header, empty when absent. */
  header(name: string): string;
}

/** The `data` of a success envelope, with headers of its own if it has any. */
export interface Presented<Answer extends object = object> {
  data: Answer;
  headers?: Readonly<Record<string, string>>;
}

/** Names bytes that are answered instead of an envelope. The route decides that they may be had, not where they come from. */
export interface Streamed {
  stream: {
    of: 'recording';
    /** The call's. */
    id: string;
    /** What a browser is to call the file. */
    fileName: string;
  };
}

/** One event of a stream. HTML Living Standard, server-sent events. */
export interface StreamEvent {
  /** Where the stream can be taken up behind it. */
  id: string;
  event: string;
  /** Sent as JSON. */
  data: object;
}

/** What a stream tells of a result. */
export interface Told {
  /** The call that it is about; null: all of the account's. */
  callId: string | null;
  events: StreamEvent[];
  /** Behind everything that was told. */
  position: string;
  /** Whether more is there already. */
  hasMore: boolean;
  /** Whether nothing more will ever come. */
  isOver: boolean;
}

/** How an endpoint is followed as a stream: its document is run again whenever something happened. */
export interface Following<Data, Variables> {
  /** The request as the document's variables. @param position where to read on; null: the stream begins */
  variables(request: RestRequest, position: string | null): Variables;
  /** @throws AppError for a refusal */
  tell(data: Data): Told;
}

/** How an endpoint waits for something to happen: its document is run again until it has. */
export interface Waiting<Data> {
  /** For how many seconds at most; 0: not at all. */
  seconds(request: RestRequest): number;
  /** The call that has to change until then; null: there is nothing to wait for. */
  waitsFor(data: Data, request: RestRequest): string | null;
}

/**
 * A REST endpoint: one static GraphQL document between two pure functions. What the document cannot reach, the endpoint
 * cannot either.
 */
export interface Route<Data extends object, Variables extends object, Answer extends object> {
  method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1`, with `:name` for parameters. */
  path: string;
  /** One line for the API's documentation, where it stands in this chapter. */
  summary: string;
  tag: Tag;
  /** What else there is to know, in Markdown. */
  description: string;
  /**
   * The query parameters that the endpoint knows, each with a line about it, or the coordinate of the schema's input field that
   * says so, such as `CallFilter.status`.
   */
  query?: Readonly<Record<string, string>>;
  /** Names of the body's members that the endpoint knows; absent: it takes no body. */
  body?: readonly string[];
  document: TypedDocumentNode<Data, Variables>;
  /** The request as the document's variables. @throws AppError BAD_USER_INPUT */
  variables(request: RestRequest): Variables;
  /** The result as the legacy envelope's data, or as bytes. @throws AppError for a refusal */
  present(data: Data, request: RestRequest): Presented<Answer> | Streamed;
  /** What `present` makes of the result, member by member, or the path of what it leaves as it is; none for bytes. */
  answer?: Members<NoInfer<Answer>> | string;
  /** The result in other media types than JSON, for who prefers one of them. Each throws what `present` does. */
  texts?: Readonly<Record<string, TextOf<Data>>>;
  /** The result as a stream, for who prefers `text/event-stream`. */
  follow?: Following<Data, Variables>;
  /** Lets a client wait. */
  wait?: Waiting<Data>;
}

/** Taken from a method, as `present` is one, so that a route whose types only it knows is a route like any other. */
type TextOf<Data> = { write(data: Data): string }['write'];

/** A route whose types only it knows. */
export interface AnyRoute extends Omit<Route<object, object, object>, 'document'> {
  document: DocumentNode;
}

/** Checks a route's types against its document. */
export function route<Data extends object, Variables extends object, Answer extends object>(
  definition: Route<Data, Variables, Answer>,
): Route<Data, Variables, Answer> {
  return definition;
}
