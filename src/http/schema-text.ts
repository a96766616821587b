import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Middleware } from 'koa';

/** `GET /schema.graphql`: the schema as text, for tools that generate types. As public as introspection. */
export function schemaText(schema: GraphQLSchema): Middleware {
  let text: string | undefined;
  return async function schemaTextMiddleware(ctx, next) {
    if (ctx.path !== '/schema.graphql' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    text ??= `${printSchema(lexicographicSortSchema(schema))}\n`;
    ctx.set('Cache-Control', 'no-cache');
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = text;
  };
}
