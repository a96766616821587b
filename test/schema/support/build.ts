import type { GraphQLSchema } from 'graphql';
import { createResolvers, resolverClasses } from '../../../src/resolvers';
import { buildExecutableSchema } from '../../../src/schema/build-schema';
import type { Domains } from '../../../src/services/domains';

/** The schema as the server builds it, with nothing behind its resolvers. */
export function buildTestSchema(): GraphQLSchema {
  return buildExecutableSchema({ resolverClasses, instances: createResolvers({} as Domains) });
}
