import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../services/paging';
import { variableOf } from './variable-of';

/** How large an operation is. */
export interface Measure {
  fields: number;
  depth: number;
  aliases: number;
  rootFields: number;
  directives: number;
  cost: number;
}

/** An operation of a valid document, and what fields cost by `Type.field`. */
export interface Measured {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
  points: Readonly<Record<string, number>>;
}

type Type = GraphQLNamedType | null | undefined;
type Field = GraphQLField<unknown, unknown>;

const NOTHING: Measure = { fields: 0, depth: 0, aliases: 0, rootFields: 0, directives: 0, cost: 0 };

/** Measures an operation. A fragment is measured once however often it is spread, so this takes no longer than parsing. */
export function measureQuery({ schema, document, operation, variables, points }: Measured): Measure {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const spreads = new Map<string, Measure>();
  const declared = (operation.variableDefinitions ?? []).map(directivesOf);
  const selected = ofSelections(operation.selectionSet, schema.getRootType(operation.operation), 1);
  return [directivesOf(operation), ...declared].reduce(add, selected);

  /** `pageSize`: how many items a list of the parent may have. */
  function ofSelections(set: SelectionSetNode | undefined, parent: Type, pageSize: number): Measure {
    return (set?.selections ?? []).map((node) => ofSelection(node, parent, pageSize)).reduce(add, NOTHING);
  }

  function ofSelection(node: SelectionNode, parent: Type, pageSize: number): Measure {
    switch (node.kind) {
      case Kind.FIELD:
        return add(directivesOf(node), ofField(node, parent, pageSize));
      case Kind.FRAGMENT_SPREAD:
        return add(directivesOf(node), ofFragment(node.name.value, pageSize));
      case Kind.INLINE_FRAGMENT: {
        const type = node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent;
        return add(directivesOf(node), ofSelections(node.selectionSet, type, pageSize));
      }
    }
  }

  function ofFragment(name: string, pageSize: number): Measure {
    const key = `${name} ${pageSize}`;
    const known = spreads.get(key);
    if (known) return known;
    const node = fragments.get(name);
    if (!node) return NOTHING;
    const type = schema.getType(node.typeCondition.name.value);
    const measure = add(directivesOf(node), ofSelections(node.selectionSet, type, pageSize));
    spreads.set(key, measure);
    return measure;
  }

  function ofField(node: FieldNode, parent: Type, pageSize: number): Measure {
    const name = node.name.value;
    const field = fieldOf(parent, name);
    const type = field && getNamedType(field.type);
    const inner = ofSelections(node.selectionSet, type, field ? pageSizeOf(field, node) : 1);
    const own = points[`${parent?.name}.${name}`] ?? (isCompositeType(type) ? 1 : 0);
    const times = field && isListType(getNullableType(field.type)) ? pageSize : 1;
    return {
      fields: inner.fields + 1,
      depth: name.startsWith('__') ? 1 : inner.depth + 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      rootFields: 1,
      directives: inner.directives,
      cost: own + times * inner.cost,
    };
  }

  /** A size that is out of range is refused when the list is read; until then it counts as the largest. */
  function pageSizeOf(field: Field, node: FieldNode): number {
    if (!field.args.some(({ name }) => name === 'first')) return 1;
    const sizes = (node.arguments ?? [])
      .filter(({ name }) => name.value === 'first' || name.value === 'last')
      .map(({ value }) => (value.kind === Kind.VARIABLE ? sizeOf(value.name.value) : literalOf(value)))
      .filter((size) => size != null);
    const [size = DEFAULT_PAGE_SIZE] = sizes;
    const isOne = sizes.length < 2 && typeof size === 'number' && size >= 1 && size <= MAX_PAGE_SIZE;
    return isOne ? size : MAX_PAGE_SIZE;
  }

  function sizeOf(name: string): unknown {
    const sent = variableOf(variables, name);
    if (sent !== undefined) return sent;
    const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
    return definition?.defaultValue && literalOf(definition.defaultValue);
  }
}

function literalOf(node: ValueNode): unknown {
  return node.kind === Kind.INT ? Number(node.value) : null;
}

/** The field that is meant; null for `__schema` and the like, which no type lists. */
function fieldOf(parent: Type, name: string): Field | null {
  return isObjectType(parent) || isInterfaceType(parent) ? (parent.getFields()[name] ?? null) : null;
}

function directivesOf({ directives = [] }: { directives?: readonly unknown[] }): Measure {
  return { ...NOTHING, directives: directives.length };
}

function add(a: Measure, b: Measure): Measure {
  return {
    fields: a.fields + b.fields,
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    rootFields: a.rootFields + b.rootFields,
    directives: a.directives + b.directives,
    cost: a.cost + b.cost,
  };
}
