import './agent-enums';
import './enums';
import './preview-enums';
import { type GraphQLSchema, isAbstractType } from 'graphql';
import { AuthenticationError, buildSchemaSync, type ClassType, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { RequestContext } from '../context';
import { AppError, badInput } from '../errors';
import type { Scope } from '../services/accounts/scopes';
import { deriveFields } from './derived-fields';
import { noteInstances } from './serving-instance';
import { issuesOfInput } from './validate';

/** What the schema is made of. The classes come from outside, because the schema must not know its resolvers. */
export interface SchemaParts {
  resolverClasses: ReadonlyArray<new (...dependencies: never[]) => object>;
  /** The instance that serves each resolver class. */
  instances: ReadonlyMap<object, object>;
}

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be read. Everything is of the account of the API key.',
  Mutation: 'What can be done. A refusal that a client should handle is a member of the result.',
  Subscription: 'What can be followed, over WebSocket. Everything is of the account of the API key.',
};

/** TypeGraphQL wants one; our subscriptions have sources of their own. */
const UNUSED: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('there is no topic to subscribe to');
  },
};

/** Builds the one schema that both doors execute. */
export function buildExecutableSchema({ resolverClasses, instances }: SchemaParts): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...resolverClasses] as unknown as NonEmptyArray<ClassType>,
    container: { get: (resolver) => instances.get(resolver) },
    authChecker: ({ context }: { context: RequestContext }, scopes: Scope[]) => mayDo(context, scopes),
    pubSub: UNUSED,
    validateFn: (argument) => {
      const issues = issuesOfInput(argument);
      if (issues) throw badInput(issues);
    },
  });
  for (const type of Object.values(schema.getTypeMap())) {
    // The compiled execution of REST documents cannot wait for a promise here, and TypeGraphQL would return one.
    if (isAbstractType(type)) type.resolveType = (value: { __typename?: string } | null) => value?.__typename;
    // TypeGraphQL has no place for what is said about the root types.
    type.description ??= ROOTS[type.name];
  }
  deriveFields(schema);
  noteInstances(schema, instances);
  return schema;
}

/** `@Authorized()` wants a key, `@Authorized('agents:write')` a key with that scope. */
function mayDo({ viewer }: RequestContext, scopes: readonly Scope[]): boolean {
  if (!viewer) throw new AuthenticationError();
  const lacking = scopes.filter((scope) => !viewer.scopes.includes(scope));
  if (lacking.length > 0) throw new AppError('FORBIDDEN', `This API key lacks the scope ${lacking.join(', ')}`);
  return true;
}
