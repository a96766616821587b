import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** The fields that a field selects, each with the names of those that it selects itself. */
export type Selected = ReadonlyMap<string, ReadonlySet<string>>;

type Asked = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** A compiled document hands in the same nodes whenever it runs. */
const known = new WeakMap<readonly FieldNode[], Map<string, Selected>>();

/**
 * What a request selects of the field that is resolved, two levels deep; what is skipped counts too.
 * @param path fields in between, for example `edges` and `node` of a connection
 */
export function selectedOf({ fieldNodes, fragments }: Asked, ...path: string[]): Selected {
  const answers = known.get(fieldNodes) ?? new Map<string, Selected>();
  known.set(fieldNodes, answers);
  const key = path.join('.');
  const before = answers.get(key);
  if (before) return before;
  const selectedIn = (nodes: readonly FieldNode[]) =>
    nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments));
  const nodes = path.reduce<readonly FieldNode[]>(
    (above, name) => selectedIn(above).filter((node) => node.name.value === name),
    fieldNodes,
  );
  const selected = new Map<string, Set<string>>();
  for (const node of selectedIn(nodes)) {
    const inner = selected.get(node.name.value) ?? new Set();
    for (const { name } of fieldsOf(node.selectionSet, fragments)) inner.add(name.value);
    selected.set(node.name.value, inner);
  }
  answers.set(key, selected);
  return selected;
}

/** Makes a test of whether a request selects none but these fields of the field that is resolved. */
export function selectsOnly(...names: string[]): (info: Asked) => boolean {
  const answers = new WeakMap<readonly FieldNode[], boolean>();
  return (info) => {
    const before = answers.get(info.fieldNodes);
    if (before !== undefined) return before;
    const answer = [...selectedOf(info).keys()].every((name) => names.includes(name));
    answers.set(info.fieldNodes, answer);
    return answer;
  };
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
