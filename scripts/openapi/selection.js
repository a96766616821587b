const { getNamedType, getNullableType, isListType, isNonNullType, Kind } = require('graphql');

/** What a document selects of something, fragments spread out. */
class Selection {
  /** All that it selects. @param {import('graphql').DocumentNode} document with one operation */
  static of(document, schema) {
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    return new Selection({ schema, fragments: byName }, schema.getRootType(operation.operation), [
      operation.selectionSet,
    ]);
  }

  constructor(context, type, sets) {
    this.context = context;
    /** Of what it is: neither a list nor null. */
    this.type = type;
    this.sets = sets;
    const { schema } = context;
    this.isRoot = type === schema.getQueryType() || type === schema.getMutationType();
  }

  /**
   * Finds what lies at a path; the empty one leads here.
   * @returns what is selected there, its description, and for each list on the way and the end whether it may be null
   */
  at(path) {
    const place = { selection: this, description: undefined, nulls: [false] };
    for (const name of path.split('.').filter(Boolean)) {
      const { definition, nodes } = place.selection.field(name);
      follow(definition.type, place.selection.isRoot, place.nulls);
      const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      place.description = place.selection.isRoot ? undefined : definition.description;
      place.selection = new Selection(this.context, getNamedType(definition.type), sets);
    }
    return place;
  }

  /** The names that the selected fields have in the result. */
  get names() {
    return [...this.fields().keys()];
  }

  field(name) {
    const field = this.fields().get(name);
    if (!field) throw new Error(`a document selects no ${name} of ${this.type}`);
    return field;
  }

  fields() {
    const found = new Map();
    for (const set of this.sets) this.gather(this.type, set, found);
    return found;
  }

  gather(type, { selections }, found) {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) note(type, node, found);
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.context.fragments.get(node.name.value) : node;
        const on = fragment.typeCondition?.name.value;
        this.gather(on ? this.context.schema.getType(on) : type, fragment.selectionSet, found);
      }
    }
  }
}

function note(type, node, found) {
  if (node.name.value === '__typename') return;
  const name = (node.alias ?? node.name).value;
  const known = found.get(name);
  // Of the members of a result union that have such a field the first is the success.
  if (!known) found.set(name, { type, definition: type.getFields()[node.name.value], nodes: [node] });
  else if (known.type === type) known.nodes.push(node);
}

/** Notes which lists and nulls a field's type adds. A route refuses when there is nothing at the root. */
function follow(type, isRoot, nulls) {
  if (!isNonNullType(type) && !isRoot) nulls[nulls.length - 1] = true;
  const plain = getNullableType(type);
  if (!isListType(plain)) return;
  nulls.push(false);
  follow(plain.ofType, false, nulls);
}

module.exports = { Selection };
