import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Context } from 'koa';
import type { Viewer } from '../context';
import type { Streamed } from '../rest/route';
import { writePatiently } from './write-patiently';

/**
 * Some listen to a recording while it comes, at the pace of speech, and stop for a while. In so many milliseconds they take what the
 * system keeps for them.
 */
const LISTENER_MS = 300_000;

/** Bytes on their way, whole or a part of them. */
export interface ByteStream {
  /** Their media type. */
  type: string;
  /** How many come; null: not known beforehand. */
  length: number | null;
  /** `Content-Range` of a part; null: they are whole. */
  range: string | null;
  /** Whether a part can be asked for. */
  seekable: boolean;
  body: Readable;
}

/** What a client wants of them. */
export interface StreamOptions {
  /** The `Range` header; empty: the whole. */
  range: string;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

/** Opens what a route names, within the account of a key. @throws AppError when it cannot be had */
export type ByteSources = Readonly<
  Record<Streamed['stream']['of'], (viewer: Viewer, id: string, options: StreamOptions) => Promise<ByteStream>>
>;

/**
 * Passes bytes on as fast as the client takes them, and ends with the last one, so that a server that stops waits for it.
 * A client that goes away or takes nothing for five minutes ends the source; a source that breaks off ends the connection, for the
 * status is out already.
 */
export async function sendStream(
  ctx: Context,
  { of, id, fileName }: Streamed['stream'],
  viewer: Viewer,
  sources: ByteSources,
): Promise<void> {
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  const bytes = await sources[of](viewer, id, { range: rangeOf(ctx), signal: gone.signal });
  ctx.status = bytes.range === null ? 200 : 206;
  ctx.set({
    'Content-Type': bytes.type,
    'Content-Disposition': `inline; filename="${fileName}"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    ...(bytes.seekable && { 'Accept-Ranges': 'bytes' }),
    ...(bytes.range !== null && { 'Content-Range': bytes.range }),
    ...(bytes.length !== null && { 'Content-Length': String(bytes.length) }),
  });
  ctx.respond = false;
  if (ctx.method === 'HEAD') {
    bytes.body.on('error', () => {}).destroy();
    ctx.res.end();
    return;
  }
  try {
    await pass(bytes.body, ctx.res);
  } catch (error) {
    ctx.res.destroy();
    ctx.state.log.warn({ error, of, id }, 'a stream was broken off');
  }
}

async function pass(body: Readable, response: ServerResponse): Promise<void> {
  response.once('close', () => body.destroy());
  for await (const bytes of body) {
    if (!(await writePatiently(response, bytes, LISTENER_MS))) throw new Error('The client is gone, or takes nothing');
  }
  response.end();
  await finished(response, { signal: AbortSignal.timeout(LISTENER_MS) });
}

/** A part is only meant of what the client knows already; we do not tell versions apart. RFC 9110, section 13.1.5. */
function rangeOf(ctx: Context): string {
  return ctx.get('If-Range') === '' && /^bytes=[\d, -]{1,100}$/.test(ctx.get('Range')) ? ctx.get('Range') : '';
}
