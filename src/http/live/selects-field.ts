import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/**
 * Whether a subscription of a valid document selects a field that is not skipped. Variables do not come into it: to
 * graphql-js a subscription is not valid whose field depends on one.
 */
export function selectsField(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const fragments = document.definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const has = (selection: SelectionNode): boolean => {
    if (getDirectiveValues(GraphQLSkipDirective, selection)?.if === true) return false;
    if (getDirectiveValues(GraphQLIncludeDirective, selection)?.if === false) return false;
    if (selection.kind === Kind.FIELD) return true;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections.some(has);
    const fragment = fragments.find(({ name }) => name.value === selection.name.value);
    return fragment?.selectionSet.selections.some(has) ?? false;
  };
  return selectionSet.selections.some(has);
}
