import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

const UUID = '0192f0c1-2345-7abc-8def-0123456789ab';

/** An argument, or a member of one, as a variable of a document, and the JSON of all variables with a value in its place. */
export interface Place {
  name: string;
  document: string;
  variables: (value: string) => string;
}

/** Where else than in the root types there are arguments, and how to get there. */
export const WAYS: Readonly<Record<string, (selection: string) => string>> = {
  Query: (selection) => `query DECLARED { ${selection} }`,
  Mutation: (selection) => `mutation DECLARED { ${selection} }`,
  Call: (selection) => `query DECLARED { call(id: "${UUID}") { ${selection} } }`,
  Account: (selection) => `query DECLARED { account { ${selection} } }`,
};

interface FieldWithArguments {
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
}

/** Every field of a schema that takes arguments and can be asked for by HTTP. */
export function argumentsOf(schema: GraphQLSchema): FieldWithArguments[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__') && type !== schema.getSubscriptionType())
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ args }) => args.length > 0)
        .map((field) => ({ type, field })),
    );
}

/** Every place of a field's arguments where a value can stand. */
export function placesOf({ type, field }: FieldWithArguments): Place[] {
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return field.args.flatMap((argument) => {
    const given = field.args.filter((other) => other === argument || isRequiredArgument(other));
    const declared = `(${given.map(({ name, type: of }) => `$${name}: ${of}`).join(', ')})`;
    const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
    const document = (WAYS[type.name]?.(`${field.name}(${passed})${selection}`) ?? '').replace('DECLARED', declared);
    const right = given
      .filter((other) => other !== argument)
      .map(({ name, type: of }) => `"${name}": ${rightValue(of)}`);
    return members(argument.type).map(([path, wrap]) => ({
      name: `${type.name}.${field.name}.${argument.name}${path}`,
      document,
      variables: (value: string) => `{${[...right, `"${argument.name}": ${wrap(value)}`].join(', ')}}`,
    }));
  });
}

/** What an input needs beside the member that is tried. */
const OTHERS: Readonly<Record<string, string>> = {
  InitiateCallInput: `"toNumber": "+14155550100", "agentId": "${UUID}", `,
  CreateAgentInput: `"name": "Agent", "prompt": "Be brief.", "firstMessage": "Hello.", `,
};

/** A value itself, and each member of it with the others as they should be. */
function members(type: GraphQLInputType): Array<[path: string, wrap: (value: string) => string]> {
  const named = getNullableType(type);
  const whole: [string, (value: string) => string] = ['', (value) => value];
  if (!isInputObjectType(named)) return [whole];
  const others = OTHERS[named.name] ?? '';
  return [
    whole,
    ...Object.keys(named.getFields()).map((name): typeof whole => [
      `.${name}`,
      (value) => `{${others}"${name}": ${value}}`,
    ]),
  ];
}

function rightValue(type: GraphQLInputType): string {
  const named = getNamedType(type);
  return named.name === 'JSONObject' || isInputObjectType(named) ? '{}' : `"${UUID}"`;
}
