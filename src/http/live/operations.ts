import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { RequestContext } from '../../context';
import { AppError, type ErrorCode } from '../../errors';
import { QUERY_LIMITS } from '../../schema/query-limits';
import { graphqlError } from '../graphql-errors';
import { operationRules } from '../operation-rules';
import { documentStore } from '../recent-store';
import { selectsField } from './selects-field';

/** What a client asks for over a WebSocket. */
export interface OperationRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** Makes operations ready that do not come by HTTP, under the rules of those that do. */
export class Operations {
  private readonly documents = documentStore();
  private readonly refusalOf;

  constructor(private readonly schema: GraphQLSchema) {
    this.refusalOf = operationRules(schema);
  }

  /** What is to be executed, or why it is not. */
  async prepare(
    { query, operationName, variables }: OperationRequest,
    contextValue: RequestContext,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    const document = await this.read(query);
    if (Array.isArray(document)) return document;
    const operation = getOperationAST(document, operationName);
    if (!operation) return [refusal('OPERATION_RESOLUTION_FAILURE', 'The document has no such operation.')];
    const refused = this.refusalOf(contextValue, document, operation, variables ?? {});
    if (refused) return [graphqlError(refused)];
    // graphql-js would throw, and all that is under way on the connection be lost.
    const isSubscription = operation.operation === OperationTypeNode.SUBSCRIPTION;
    if (isSubscription && !selectsField(document, operation)) {
      return [graphqlError(new AppError('BAD_REQUEST', 'The subscription selects no field'))];
    }
    return { schema: this.schema, document, operationName, variableValues: variables, contextValue };
  }

  private async read(query: string): Promise<DocumentNode | GraphQLError[]> {
    const known = await this.documents.get(query);
    if (known) return known;
    try {
      const document = parse(query, { maxTokens: QUERY_LIMITS.tokens });
      const errors = validate(this.schema, document);
      if (errors.length > 0) return errors.map(({ message }) => refusal('GRAPHQL_VALIDATION_FAILED', message));
      await this.documents.set(query, document);
      return document;
    } catch (error) {
      if (error instanceof GraphQLError) return [refusal('GRAPHQL_PARSE_FAILED', error.message)];
      throw error;
    }
  }
}

function refusal(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
