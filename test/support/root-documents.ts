import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

const LITERALS: Record<string, string> = {
  ID: '"0192f0c1-2345-7abc-8def-0123456789ab"',
  String: '"text"',
  Int: '1',
  PhoneNumber: '"+14155550100"',
  JSONObject: '{}',
};

/** For every query and mutation of a schema its name and a valid document that selects it with the least input. */
export function rootDocuments(schema: GraphQLSchema): Array<[name: string, document: string]> {
  return [...documentsOf('query', schema.getQueryType()), ...documentsOf('mutation', schema.getMutationType())];
}

/** As {@link rootDocuments}, for every subscription. */
export function subscriptionDocuments(schema: GraphQLSchema): Array<[name: string, document: string]> {
  return documentsOf('subscription', schema.getSubscriptionType());
}

function documentsOf(operation: string, type: GraphQLObjectType | null | undefined): Array<[string, string]> {
  return Object.values(type?.getFields() ?? {}).map((field) => [
    `${operation} ${field.name}`,
    `${operation} { ${selectionOf(field)} }`,
  ]);
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literalOf(type)}`);
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${field.name}${required.length > 0 ? `(${required.join(', ')})` : ''}${selection}`;
}

function literalOf(type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return '[]';
  if (isInputObjectType(nullable)) {
    const required = Object.values(nullable.getFields()).filter(isRequiredInputField);
    return `{ ${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  const literal = LITERALS[nullable.name];
  if (literal === undefined) throw new Error(`no literal for ${nullable.name}`);
  return literal;
}
