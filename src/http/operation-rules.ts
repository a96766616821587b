import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../context';
import { type AppError, badInput } from '../errors';
import { explainVariables } from '../schema/explain-variables';
import { rememberExcess } from '../schema/remember-excess';
import { rememberRequired } from '../schema/remember-required';
import { missingKey } from '../schema/to-app-error';

/** Why an operation of a valid document is not run; null: it is. */
export type FindRefusal = (
  context: Pick<RequestContext, 'viewer'>,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
) => AppError | null;

/** What holds for every GraphQL request: a key for all but introspection, its size, and every wrong variable at once. */
export function operationRules(schema: GraphQLSchema): FindRefusal {
  const excessOf = rememberExcess(schema);
  const requiredIn = rememberRequired(schema);
  return ({ viewer }, document, operation, variables) => {
    if (!viewer && !isIntrospection(operation, document)) return missingKey();
    const excess = excessOf(document, operation, variables);
    if (excess) return excess;
    const issues = explainVariables(schema, operation, variables, requiredIn(document, operation));
    return issues && badInput(issues);
  };
}

/** Whether a document selects nothing but `__schema`, `__type` and `__typename`, fragments followed. */
function isIntrospection(operation: OperationDefinitionNode, document: DocumentNode): boolean {
  const seen = new Set<string>();
  const only = (selections: OperationDefinitionNode['selectionSet']['selections']): boolean =>
    selections.every((selection) => {
      if (selection.kind === 'Field') return selection.name.value.startsWith('__');
      if (selection.kind === 'InlineFragment') return only(selection.selectionSet.selections);
      const name = selection.name.value;
      if (seen.has(name)) return true;
      seen.add(name);
      const fragment = document.definitions.find(
        (definition) => definition.kind === 'FragmentDefinition' && definition.name.value === name,
      );
      return fragment?.kind === 'FragmentDefinition' && only(fragment.selectionSet.selections);
    });
  return only(operation.selectionSet.selections);
}
