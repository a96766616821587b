import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context, Middleware } from 'koa';
import { pageHeaders } from './page-headers';
import { parametersOf } from './viewer';
import type { WebBuild, WebFile } from './web-build';

/** The name of a file with a hash in it never means anything else. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** May be kept, but is asked about each time. */
const ASK = 'no-cache';

/** Serves the pages for browsers and their files. What is none of them, or for other clients, goes on. */
export function pages({ folder, files, pages: rows }: WebBuild): Middleware {
  const byPath = new Map(rows.map((page) => [page.path, page]));
  return async function pagesMiddleware(ctx, next) {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const file = files.get(ctx.path);
    if (file) {
      ctx.set('X-Content-Type-Options', 'nosniff');
      return send(ctx, folder, file, file.name.startsWith('assets/') ? FOR_EVER : ASK);
    }
    const page = byPath.get(ctx.path);
    if (!page) return next();
    if (page.browsersOnly) ctx.vary('Accept');
    if (page.browsersOnly && !isForBrowser(ctx)) return next();
    ctx.set(pageHeaders(page));
    return send(ctx, folder, page.file, ASK);
  };
}

/** Whether a client would rather have HTML than data, and asks for nothing in particular. */
function isForBrowser(ctx: Context): boolean {
  const types = ['application/json', 'application/graphql-response+json', 'text/html'];
  const parameters = parametersOf(ctx);
  return ctx.accepts(types) === 'text/html' && !parameters.has('query') && !parameters.has('extensions');
}

async function send(ctx: Context, folder: string, file: WebFile, cacheControl: string): Promise<void> {
  ctx.set('Cache-Control', cacheControl);
  ctx.vary('Accept-Encoding');
  const encoding = file.encodings.find((name) => ctx.acceptsEncodings([name]) === name);
  ctx.etag = encoding ? `${file.hash}-${encoding}` : file.hash;
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  const contents = await readFile(path.join(folder, encoding ? `${file.name}.${encoding}` : file.name));
  if (encoding) ctx.set('Content-Encoding', encoding);
  ctx.type = file.type;
  ctx.body = contents;
}
