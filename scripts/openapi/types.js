const { getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType } = require('graphql');

/** What GraphQL itself brings. Other scalars say so themselves; one that says nothing can be anything. */
const BUILT_IN = {
  Boolean: { type: 'boolean' },
  Float: { type: 'number' },
  ID: { type: 'string', format: 'uuid' },
  Int: { type: 'integer', format: 'int32' },
  String: { type: 'string' },
};

/** The schema of a scalar, or of an enum, which has a name of its own. */
function leafSchema(type, components) {
  if (isEnumType(type)) return components.ref('schemas', type.name, () => enumSchema(type));
  return { ...(BUILT_IN[type.name] ?? type.extensions.jsonSchema) };
}

/** An enum whose description explains each word. @param rewrite what becomes of a word */
function enumSchema(type, rewrite = (word) => word) {
  const rows = type.getValues().map(({ name, description }) => `- \`${rewrite(name)}\`: ${description}`);
  return {
    type: 'string',
    enum: type.getValues().map(({ name }) => rewrite(name)),
    description: [type.description, ...rows].join('\n'),
  };
}

/** A schema that also takes null. */
function orNull(schema) {
  if ('$ref' in schema) {
    const { description, ...rest } = schema;
    return { ...(description && { description }), anyOf: [rest, { type: 'null' }] };
  }
  if (typeof schema.type !== 'string') return schema;
  return { ...schema, type: [schema.type, 'null'], ...(schema.enum && { enum: [...schema.enum, null] }) };
}

/** What a client may give. */
function inputSchema(type, components) {
  const plain = getNullableType(type);
  const schema = isListType(plain)
    ? { type: 'array', items: inputSchema(plain.ofType, components) }
    : isInputObjectType(plain)
      ? components.ref('schemas', plain.name, () => objectSchema(plain, Object.values(plain.getFields()), components))
      : leafSchema(plain, components);
  return isNonNullType(type) ? schema : orNull(schema);
}

function objectSchema({ description }, fields, components) {
  return {
    type: 'object',
    ...(description && { description }),
    properties: Object.fromEntries(
      fields.map((field) => [field.name, { ...inputSchema(field.type, components), description: field.description }]),
    ),
    required: fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  };
}

module.exports = { enumSchema, inputSchema, leafSchema, objectSchema, orNull };
