import { type Client, createClient } from 'graphql-ws/client';
import type { TypedDocumentString } from '../documents.generated';
import { type AnsweredError, errorOf, isKeyRefused, Refused, Unreachable } from './errors';
import { Reach } from './reach';

/** An answer that takes longer counts as none, in milliseconds. */
const PATIENCE_MS = 15_000;
/** How often a connection is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const PING_MS = 10_000;
const PONG_MS = 5_000;
/** The longest pause between two attempts to connect, in milliseconds. */
const LONGEST_PAUSE_MS = 5_000;
/** After which a subscription that was refused is asked for again, in milliseconds. */
const AGAIN_MS = 5_000;
/** The close codes of keys that are refused. */
const KEY_REFUSED = new Set([4401, 4403]);

export type Document<Result, Variables> = TypedDocumentString<Result, Variables>;

/** The public API with one key: queries and mutations by HTTP, subscriptions by one WebSocket that connects again by itself. */
export class Api {
  readonly reach = new Reach();
  private readonly socket: Client;

  /** @param onRefused is told, once, why the key is no longer good */
  constructor(
    private readonly url: string,
    readonly key: string,
    private readonly onRefused: (why: string) => void,
  ) {
    this.socket = this.connect();
  }

  /**
   * Runs a query or a mutation.
   * @throws Unreachable when there was no answer, or one that passes by itself
   * @throws Refused when something is wrong with the request
   */
  async request<Result, Variables>(document: Document<Result, Variables>, variables: Variables): Promise<Result> {
    const { data, errors } = await this.post<Result>({ query: document.toString(), variables });
    const [error] = errors ?? [];
    if (!error && data) return data;
    if (error && isKeyRefused(error)) this.onRefused(error.message);
    throw error ? errorOf(error) : new Refused('The server gave no answer.', '');
  }

  /**
   * Follows a subscription until it is stopped or has ended, over as many connections as that takes.
   * @returns what stops it
   */
  follow<Result, Variables extends Record<string, unknown>>(
    document: Document<Result, Variables>,
    variables: Variables,
    next: (result: Result) => void,
  ): () => void {
    let stop = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      stop = this.socket.subscribe<Result>(
        { query: document.toString(), variables },
        {
          next: ({ data }) => data && next(data),
          error: (error) => {
            if (!this.isRefusal(error)) timer = setTimeout(begin, AGAIN_MS);
          },
          complete: () => {},
        },
      );
    };
    begin();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }

  /** Is told whenever there is a new connection, after which subscriptions begin again. @returns what ends it */
  onConnected(told: () => void): () => void {
    return this.socket.on('connected', told);
  }

  /** Fetches a file of the API that takes the key, from our own origin whatever the server calls itself. */
  async file(url: string, type = '*/*'): Promise<Blob> {
    const headers = { Accept: type, 'X-API-Key': this.key };
    const response = await fetch(new URL(url).pathname, { headers });
    if (!response.ok) throw new Refused(`The server answered ${response.status}.`, '');
    return response.blob();
  }

  close(): void {
    void this.socket.dispose();
  }

  private async post<Result>(body: object): Promise<{ data?: Result | null; errors?: AnsweredError[] }> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: {
          Accept: 'application/graphql-response+json, application/json;q=0.9',
          'Content-Type': 'application/json',
          'X-API-Key': this.key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const answer = (await response.json()) as { data?: Result | null; errors?: AnsweredError[] };
      this.reach.tell(true);
      return answer;
    } catch {
      this.reach.tell(false);
      throw new Unreachable();
    }
  }

  private connect(): Client {
    let pong: ReturnType<typeof setTimeout> | undefined;
    const socket = createClient({
      url: this.url.replace(/^http/, 'ws'),
      connectionParams: { apiKey: this.key },
      // Views come and go, and the connection stays.
      lazyCloseTimeout: AGAIN_MS,
      keepAlive: PING_MS,
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: (attempt) =>
        new Promise((resolve) => setTimeout(resolve, Math.min(500 * 2 ** attempt, LONGEST_PAUSE_MS) * Math.random())),
      shouldRetry: (reason) => !this.isRefusal(reason),
      on: {
        connected: () => this.reach.tell(true),
        ping: (received) => {
          // A connection that was cut somewhere on its way says nothing, not even that it is closed.
          if (!received) pong = setTimeout(() => socket.terminate(), PONG_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pong);
        },
        closed: (event) => {
          clearTimeout(pong);
          const { code } = event as CloseEvent;
          if (code !== 1000 && !KEY_REFUSED.has(code)) this.reach.tell(false);
        },
      },
    });
    return socket;
  }

  private isRefusal(reason: unknown): boolean {
    if (!(reason instanceof CloseEvent) || !KEY_REFUSED.has(reason.code)) return false;
    this.onRefused(reason.reason || 'The key is no longer valid.');
    return true;
  }
}
