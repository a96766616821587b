import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Whether a value of a result is one that its type has; what is absent was looked at when the result was made. */
type Check = (value: unknown) => boolean;

/** Scalars that compiled documents do not look at; the schema's own they serialize. GraphQL specification, 3.5. */
const SCALARS: Readonly<Record<string, Check>> = {
  ID: (value) => typeof value === 'string',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  // Of 32 bits.
  Int: (value) => typeof value === 'number' && value === (value | 0),
  Float: (value) => Number.isFinite(value),
};

const anything: Check = () => true;

/**
 * Makes the check of an operation's results: that built-in scalars and enum values are what their types say. graphql-jit
 * does the same for every leaf by itself, but makes so many objects for the errors that may come of it that a list takes a
 * fifth longer.
 */
export function leafCheck(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Check {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`there is no ${operation.operation}`);
  return new Checks(schema, fragments).ofObject([{ type: root, selectionSet: operation.selectionSet }]);
}

/** What is selected of an object at one place in a document. */
interface Part {
  type: GraphQLCompositeType;
  selectionSet: SelectionSetNode;
}

interface Selected {
  type: GraphQLOutputType;
  /** Each with a type of its own: where an object may be of several types, so may what a name stands for. */
  parts: Part[];
}

class Checks {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  /** Where the object's own type decides what is selected, a name has the same shape in each of them, and leaves one type. */
  ofObject(parts: readonly Part[]): Check {
    const selected = new Map<string, Selected>();
    const seen = new Set<string>();
    for (const part of parts) this.collect(part, selected, seen);
    const checks: Array<[string, Check]> = [];
    for (const [name, field] of selected) {
      const check = this.ofType(field);
      if (check !== anything) checks.push([name, check]);
    }
    if (checks.length === 0) return anything;
    return (value) => {
      for (const [name, check] of checks) {
        const member = (value as Record<string, unknown>)[name];
        if (member !== null && member !== undefined && !check(member)) return false;
      }
      return true;
    };
  }

  private ofType({ type, parts }: Selected): Check {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const check = this.ofType({ type: nullable.ofType, parts });
      if (check === anything) return anything;
      return (value) => (value as unknown[]).every((item) => item === null || check(item));
    }
    if (isCompositeType(nullable)) return this.ofObject(parts);
    if (nullable instanceof GraphQLEnumType) {
      const names = new Set(nullable.getValues().map(({ name }) => name));
      return (value) => names.has(value as string);
    }
    return SCALARS[nullable.name] ?? anything;
  }

  /** Gathers what is selected of a type. A fragment counts once, or a document could take for ever. */
  private collect({ type, selectionSet }: Part, selected: Map<string, Selected>, seen: Set<string>): void {
    for (const node of selectionSet.selections) {
      if (node.kind === Kind.FIELD) {
        const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
        if (!field) continue;
        const name = (node.alias ?? node.name).value;
        const known = selected.get(name) ?? { type: field.type, parts: [] };
        const inner = getNamedType(field.type);
        if (node.selectionSet && isCompositeType(inner))
          known.parts.push({ type: inner, selectionSet: node.selectionSet });
        selected.set(name, known);
      } else {
        if (node.kind === Kind.FRAGMENT_SPREAD && seen.has(node.name.value)) continue;
        if (node.kind === Kind.FRAGMENT_SPREAD) seen.add(node.name.value);
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
        const condition = fragment?.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
        const narrowed = isCompositeType(condition) ? condition : type;
        if (fragment) this.collect({ type: narrowed, selectionSet: fragment.selectionSet }, selected, seen);
      }
    }
  }
}
