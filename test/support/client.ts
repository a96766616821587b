import { setTimeout as sleep } from 'node:timers/promises';

/** JSON of whatever shape. */
export type Json = any;

/** An HTTP answer, its JSON read. */
export interface Answer<Body = Json> {
  status: number;
  headers: Headers;
  body: Body;
  text: string;
}

type Extra = Record<string, string>;

/** A REST client: paths below `/api/v1`. The signal breaks off what is under way. */
export function restClient(url: string, key: string | null, signal?: AbortSignal) {
  const send = async (method: string, path: string, body?: unknown, headers: Extra = {}): Promise<Answer> => {
    const raw = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      body: raw,
      headers: {
        ...(key === null ? {} : { 'X-API-Key': key }),
        ...(raw === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      signal,
    });
    return read(response);
  };
  const untilSo = async (id: string, isSo: (call: any) => boolean, seconds: number): Promise<any> => {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { body } = await send('GET', `/calls/${id}`);
      if (body.data?.call && isSo(body.data.call)) return body.data.call;
      if (Date.now() > deadline) throw new Error(`call ${id} is not so after ${seconds} s: ${JSON.stringify(body)}`);
      await sleep(50);
    }
  };
  return {
    send,
    get: (path: string, headers?: Extra) => send('GET', path, undefined, headers),
    post: (path: string, body?: unknown, headers?: Extra) => send('POST', path, body, headers),
    put: (path: string, body?: unknown, headers?: Extra) => send('PUT', path, body, headers),
    /** The call once it is over; fails after `seconds`. */
    untilEnded: (id: string, seconds = 15) => untilSo(id, ({ endTime }) => endTime !== null, seconds),
    /** The call once it is over and nothing more happens to it; fails after `seconds`. */
    untilAnalyzed: (id: string, seconds = 40) =>
      untilSo(id, ({ analysisStatus }) => !['PENDING', 'PROCESSING'].includes(analysisStatus), seconds),
  };
}

/** A GraphQL client. The signal breaks off what is under way. */
export function graphqlClient(url: string, key: string | null, signal?: AbortSignal) {
  return async (query: string, variables?: object, headers: Extra = {}): Promise<Answer> =>
    read(
      await fetch(`${url}/graphql`, {
        method: 'POST',
        body: JSON.stringify({ query, variables }),
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/graphql-response+json, application/json',
          ...(key === null ? {} : { 'X-API-Key': key }),
          ...headers,
        },
        signal,
      }),
    );
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, body, text };
}
