import { type DocumentNode, type ExecutionResult, type GraphQLSchema, getOperationAST } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { RequestContext } from '../context';
import { leafCheck } from './check-leaves';

/** A compiled operation. @throws Error when a resolver answered what its type does not have */
export type Run = (context: RequestContext, variables: Record<string, unknown>) => Promise<ExecutionResult>;

/** Compiles an operation of a document that is valid. Null: it cannot be compiled. */
export function compile(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): Run | null {
  const operation = getOperationAST(document, name);
  if (!operation) return null;
  const compiled = compileQuery(schema, document, name, { disableLeafSerialization: true });
  if (!isCompiledQuery(compiled)) return null;
  const isSound = leafCheck(schema, document, operation);
  return async (context, variables) => {
    const result = await compiled.query(undefined, context, variables);
    if (!result.errors && result.data && !isSound(result.data))
      throw new Error('a resolver answered what its type does not have');
    return result;
  };
}
