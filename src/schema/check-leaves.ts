import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLEnumType,
  type GraphQLOutputType,
  type GraphQLSchema,
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
  return new Checks(schema, fragments).ofObject(root, [operation.selectionSet]);
}

interface Selected {
  type: GraphQLOutputType;
  selectionSets: SelectionSetNode[];
}

class Checks {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  /** Where the object's own type decides what is selected, a name has the same type in each of them. */
  ofObject(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Check {
    const selected = new Map<string, Selected>();
    const seen = new Set<string>();
    for (const selectionSet of selectionSets) this.collect(type, selectionSet, selected, seen);
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

  private ofType({ type, selectionSets }: Selected): Check {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const check = this.ofType({ type: nullable.ofType, selectionSets });
      if (check === anything) return anything;
      return (value) => (value as unknown[]).every((item) => item === null || check(item));
    }
    if (isCompositeType(nullable)) return this.ofObject(nullable, selectionSets);
    if (nullable instanceof GraphQLEnumType) {
      const names = new Set(nullable.getValues().map(({ name }) => name));
      return (value) => names.has(value as string);
    }
    return SCALARS[nullable.name] ?? anything;
  }

  /** Gathers what is selected of a type. A fragment counts once, or a document could take for ever. */
  private collect(
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    selected: Map<string, Selected>,
    seen: Set<string>,
  ): void {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
        if (!field) continue;
        const name = (node.alias ?? node.name).value;
        const known = selected.get(name) ?? { type: field.type, selectionSets: [] };
        if (node.selectionSet) known.selectionSets.push(node.selectionSet);
        selected.set(name, known);
      } else {
        if (node.kind === Kind.FRAGMENT_SPREAD && seen.has(node.name.value)) continue;
        if (node.kind === Kind.FRAGMENT_SPREAD) seen.add(node.name.value);
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
        const condition = fragment?.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
        if (fragment)
          this.collect(isCompositeType(condition) ? condition : type, fragment.selectionSet, selected, seen);
      }
    }
  }
}
