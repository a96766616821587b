const { isLeafType } = require('graphql');
const { enumSchema, leafSchema, orNull } = require('./types');

/**
 * The schema of what a route answers as `data`, from its own description of it (`src/rest/answer.ts`).
 * @param answer members, or the path of what is answered as it was selected
 * @param {import('./selection').Selection} selection what the route's document selects
 */
function answerSchema(answer, selection, components) {
  return typeof answer === 'string'
    ? sourceSchema(answer, selection, components)
    : membersSchema(answer, selection, components);
}

function membersSchema(members, selection, components) {
  const entries = Object.entries(members);
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([name, source]) => [name, sourceSchema(source, selection, components)]),
    ),
    required: entries.map(([name]) => name),
  };
}

function sourceSchema(source, selection, components) {
  if (source.schema) return source.schema;
  const { at: path, as, about } = typeof source === 'string' ? { at: source } : source;
  const place = selection.at(path.replace(/!$/, ''));
  if (path.endsWith('!')) {
    place.nulls[place.nulls.length - 1] = false;
    place.description = undefined;
  }
  place.description = about ?? place.description;
  return placed(schemaOf(as, place.selection, components), place);
}

function schemaOf(as, selection, components) {
  const { type, names } = selection;
  if (as === 'lower case') return enumSchema(type, (word) => word.toLowerCase());
  if (as) return shapeSchema(as, selection, components);
  if (isLeafType(type)) return leafSchema(type, components);
  const members = Object.fromEntries(names.map((name) => [name, name]));
  return membersSchema(members, selection, components);
}

/** A part of its own, made from where it is found first: wherever it lies, the same is selected of it. */
function shapeSchema({ name, about, members }, selection, components) {
  return components.ref('schemas', name, () => ({
    description: about,
    ...membersSchema(members, selection, components),
  }));
}

/** Puts the lists and nulls of a path around what lies at its end, and says what the schema says about it. */
function placed(schema, { nulls, description }) {
  const whole = nulls.reduceRight((inner, mayBeNull, depth) => {
    const outer = mayBeNull ? orNull(inner) : inner;
    return depth > 0 ? { type: 'array', items: outer } : outer;
  }, schema);
  return description ? { ...whole, description: described(whole, description) } : whole;
}

/** An enum that stands here and nowhere else keeps the explanation of its words. */
function described({ enum: words, description: own }, description) {
  return words && own ? `${description}\n${own.split('\n').slice(1).join('\n')}` : description;
}

module.exports = { answerSchema };
