import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { AppError } from '../errors';
import { excessOf } from './query-limits';
import { variableOf } from './variable-of';

type Variables = Readonly<Record<string, unknown>>;

/** Why an operation is not run, as {@link excessOf} says. */
export type FindExcess = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
) => AppError | null;

interface KnownOperation {
  /** Variables that say how large a page is: the others do not count. */
  sizes: readonly string[];
  found: Map<string, AppError | null>;
}

/** Of so many combinations of sizes is remembered what an operation comes to; a client may think of any number. */
const KEPT = 100;

/** Measures an operation that comes again, with pages of the same sizes, only once. */
export function rememberExcess(schema: GraphQLSchema): FindExcess {
  // Who keeps documents of recent requests decides how long this is remembered.
  const known = new WeakMap<OperationDefinitionNode, KnownOperation>();
  return (document, operation, variables) => {
    const { sizes, found } = known.get(operation) ?? { sizes: sizeVariables(document), found: new Map() };
    known.set(operation, { sizes, found });
    const key = sizes.map((name) => sizeOf(variableOf(variables, name))).join();
    const before = found.get(key);
    if (before !== undefined) return before;
    const excess = excessOf(schema, document, operation, variables);
    if (found.size < KEPT) found.set(key, excess);
    return excess;
  };
}

/** What is no number counts as the largest page, whatever it is. */
function sizeOf(value: unknown): string {
  return typeof value === 'number' || value == null ? String(value) : 'largest';
}

function sizeVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if ((name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE)
        names.add(value.name.value);
    },
  });
  return [...names];
}
