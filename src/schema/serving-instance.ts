import type { GraphQLSchema } from 'graphql';

type ResolverClass<Instance> = new (...dependencies: never[]) => Instance;

/** Notes on a schema which instance serves each resolver class. */
export function noteInstances(schema: GraphQLSchema, instances: ReadonlyMap<object, object>): void {
  schema.extensions = { ...schema.extensions, instances };
}

/**
 * The instance of a resolver class that serves a schema. TypeGraphQL tells it to methods, but not to what opens a
 * subscription.
 * @throws Error when nobody serves the class
 */
export function servingInstance<Instance extends object>(
  schema: GraphQLSchema,
  resolverClass: ResolverClass<Instance>,
): Instance {
  const { instances } = schema.extensions as { instances?: ReadonlyMap<object, object> };
  const instance = instances?.get(resolverClass);
  if (instance instanceof resolverClass) return instance;
  throw new Error(`nobody serves ${resolverClass.name}`);
}
