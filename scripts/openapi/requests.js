const { getNullableType, isInputObjectType, Kind, typeFromAST } = require('graphql');
const { QueryReader } = require('../../dist/rest/query');
const { BODIES, PLACEHOLDERS } = require('./examples');
const { objectSchema } = require('./types');

/** A reader that notes the form of each parameter that it is asked for. */
class NotingReader extends QueryReader {
  schemas = {};

  text(name) {
    this.schemas[name] ??= name.endsWith('Id') && name !== 'lastEventId' ? UUID : { type: 'string' };
    return super.text(name);
  }

  phoneNumber(name) {
    this.schemas[name] = { type: 'string', examples: ['+14155550100'] };
    return super.phoneNumber(name);
  }

  integer(name, minimum, maximum) {
    this.schemas[name] = { type: 'integer', minimum, maximum };
    return super.integer(name, minimum, maximum);
  }

  date(name) {
    this.schemas[name] = { type: 'string', examples: [PLACEHOLDERS.month, PLACEHOLDERS.month.slice(0, 10)] };
    return super.date(name);
  }

  word(name, words) {
    this.schemas[name] = { type: 'string', enum: [...words] };
    return super.word(name, words);
  }

  words(name, words) {
    this.schemas[name] = { type: 'array', items: { type: 'string', enum: [...words] } };
    return super.words(name, words);
  }
}

const UUID = { type: 'string', format: 'uuid' };

/**
 * What a route takes, found out by giving it a request.
 * @returns the forms of its query parameters, the headers that it reads, and the example's variables
 */
function tryRequest(route, operationId) {
  const query = new NotingReader(new URLSearchParams());
  const headers = new Set();
  const request = {
    params: PLACEHOLDERS,
    query,
    body: Object.values(BODIES[operationId] ?? {})[0]?.value ?? {},
    header: (name) => {
      headers.add(name);
      return '';
    },
  };
  const variables = atTime(PLACEHOLDERS.now, () => route.variables(request));
  return { parameters: query.schemas, headers: [...headers], variables: JSON.parse(JSON.stringify(variables)) };
}

/** Does something at another time, so that what depends on the time is the same whenever the document is made. */
function atTime(instant, work) {
  const { Date: RealDate } = globalThis;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length > 0 ? given : [instant]));
    }
  };
  try {
    return work();
  } finally {
    globalThis.Date = RealDate;
  }
}

/** Says what an input field of the schema is for, by its coordinate; other texts say it themselves. */
function explain(text, schema) {
  const [, type, field] = /^([A-Z]\w*)\.(\w+)$/.exec(text) ?? [];
  return type ? schema.getType(type).getFields()[field].description : text;
}

/** The schema of a route's body: fields of the input that its document takes, or variables of their own. */
function bodySchema({ body, document }, schema, components) {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const fields = operation.variableDefinitions.flatMap(({ type: node, variable }) => {
    const type = typeFromAST(schema, node);
    const plain = getNullableType(type);
    if (isInputObjectType(plain)) return Object.values(plain.getFields()).filter(({ name }) => body.includes(name));
    return body.includes(variable.name.value) ? [argumentOf(operation, variable.name.value, schema)] : [];
  });
  const missing = body.filter((name) => !fields.some((field) => field.name === name));
  if (missing.length > 0) throw new Error(`${operation.name.value} does not say what ${missing} are`);
  return objectSchema({}, fields, components);
}

/** The argument of the root field that gets a variable. */
function argumentOf({ selectionSet, operation }, variable, schema) {
  const [root] = selectionSet.selections;
  const argument = root.arguments.find(({ value }) => value.kind === Kind.VARIABLE && value.name.value === variable);
  const { args } = schema.getRootType(operation).getFields()[root.name.value];
  return args.find(({ name }) => name === argument.name.value);
}

module.exports = { bodySchema, explain, tryRequest };
