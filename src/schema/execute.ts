import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type ExecutionResult, GraphQLError, type GraphQLSchema, getOperationAST, validate } from 'graphql';
import type { RequestContext } from '../context';
import { badInput, type Issues } from '../errors';
import { compile } from './compile';
import { explainVariables } from './explain-variables';
import { toAppError } from './to-app-error';

/** A document that is ready to run: checked and compiled once. */
export interface Prepared<Data, Variables> {
  (variables: Variables, context: RequestContext): Promise<Data>;
  /** Everything that is wrong with variables, without running anything; null when they are right. */
  explain(variables: Variables): Issues | null;
}

/**
 * Compiles a document of ours against the schema, for execution in this process.
 * @throws Error when the document does not fit the schema
 */
export function prepare<Data extends object, Variables extends object>(
  schema: GraphQLSchema,
  document: TypedDocumentNode<Data, Variables>,
): Prepared<Data, Variables> {
  const errors = validate(schema, document);
  const operation = getOperationAST(document);
  if (errors[0]) throw errors[0];
  if (!operation) throw new Error('a document needs one operation');
  const compiled = compile(schema, document, operation.name?.value);
  if (!compiled) throw new Error(`cannot compile ${operation.name?.value}`);
  const explain = (variables: Variables) =>
    explainVariables(schema, operation, variables as Readonly<Record<string, unknown>>);
  const run = async (variables: Variables, context: RequestContext) => {
    const result = await compiled(context, variables as Record<string, unknown>);
    if (result.errors?.[0]) throw causeOf(result, () => explain(variables));
    return result.data as Data;
  };
  return Object.assign(run, { explain });
}

/** A result without `data` was refused before anything ran: its variables are wrong, and we can say how. */
function causeOf({ errors, data }: ExecutionResult, explain: () => Issues | null): unknown {
  const refusals = (errors ?? []).map(toAppError);
  const issues = data === undefined ? explain() : null;
  if (issues) return badInput(issues);
  const first = errors?.[0];
  return refusals[0] ?? (first instanceof GraphQLError ? (first.originalError ?? first) : first);
}
