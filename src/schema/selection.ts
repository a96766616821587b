import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** The fields that a field selects, each with the names of those that it selects itself. */
export type Selected = ReadonlyMap<string, ReadonlySet<string>>;

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** A compiled document hands in the same nodes whenever it runs. */
const known = new WeakMap<readonly FieldNode[], Selected>();

/** What a request selects of the field that is resolved, two levels deep; what is skipped counts too. */
export function selectedOf({ fieldNodes, fragments }: Asked): Selected {
  const before = known.get(fieldNodes);
  if (before) return before;
  const selected = new Map<string, Set<string>>();
  for (const node of fieldNodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments))) {
    const inner = selected.get(node.name.value) ?? new Set();
    for (const { name } of fieldsOf(node.selectionSet, fragments)) inner.add(name.value);
    selected.set(node.name.value, inner);
  }
  known.set(fieldNodes, selected);
  return selected;
}

/** Fields of a selection, those of its fragments included. A fragment counts once, or a document could take for ever. */
function fieldsOf(
  selectionSet: SelectionSetNode | undefined,
  fragments: Asked['fragments'],
  seen = new Set<string>(),
): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(node.selectionSet, fragments, seen);
    if (seen.has(node.name.value)) return [];
    seen.add(node.name.value);
    return fieldsOf(fragments[node.name.value]?.selectionSet, fragments, seen);
  });
}
