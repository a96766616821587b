import {
  type DocumentNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** The names of an operation's variables that stand where nothing may be null. */
export type FindRequired = (document: DocumentNode, operation: OperationDefinitionNode) => ReadonlySet<string>;

/**
 * A variable that may be null can stand where nothing may be, because it, or the place, has a default (GraphQL specification,
 * 5.8.5). A null that is sent all the same is the client's mistake, and shows when the field is executed; then the executions
 * disagree what it means. An operation that comes again is looked at only once.
 */
export function rememberRequired(schema: GraphQLSchema): FindRequired {
  // Who keeps documents of recent requests decides how long this is remembered.
  const known = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();
  return (document, operation) => {
    const names = known.get(operation) ?? requiredIn(schema, document, operation);
    known.set(operation, names);
    return names;
  };
}

function requiredIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<string> {
  const names = new Set<string>();
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const types = new TypeInfo(schema);
  const collect = visitWithTypeInfo(types, {
    VariableDefinition: () => false,
    Variable({ name }) {
      if (isNonNullType(types.getInputType())) names.add(name.value);
    },
  });
  visit({ ...document, definitions: [operation, ...fragments] }, collect);
  return names;
}
