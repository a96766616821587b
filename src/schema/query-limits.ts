import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { AppError } from '../errors';
import { type Measure, measureQuery } from './measure-query';

/** How large a GraphQL request may be. A fragment counts wherever it is spread; what is skipped counts too. */
export const QUERY_LIMITS = {
  /** Tokens in a document; parsing stops there. */
  tokens: 1000,
  /** Fields of every kind, those of `__schema` too: compiling a query writes each out wherever its fragment is spread. */
  fields: 1000,
  /** Fields within fields. What `__schema` and `__type` select does not count. */
  depth: 10,
  /** Fields that are given another name. */
  aliases: 30,
  /** Fields of the operation itself. */
  rootFields: 20,
  /** Directives of the operation and in it. */
  directives: 50,
  /** Points, as {@link POINTS} says. */
  cost: 1000,
} as const;

/**
 * What fields cost, in points. Any other costs 1 if it holds an object, and nothing if it holds a value. What is
 * selected of a connection's edges is paid for each edge that the page may have.
 */
export const POINTS: Readonly<Record<string, number>> = {
  'Mutation.initiateCall': 100,
  'Mutation.endCall': 20,
  'Mutation.reanalyzeCall': 20,
  'Mutation.updateContactMetadata': 20,
  'Mutation.createAgent': 20,
  'Mutation.updateAgent': 20,
  'Mutation.submitAgent': 20,
  'Mutation.approveAgent': 20,
  'Mutation.rejectAgent': 20,
  'Mutation.archiveAgent': 20,
  'Query.previewCall': 50,
  'Account.usage': 20,
  'Credits.used': 5,
  'AgentConnection.totalCount': 10,
  'CallConnection.totalCount': 10,
  'CampaignConnection.totalCount': 10,
  'ContactConnection.totalCount': 10,
  'EventConnection.totalCount': 10,
  'PhoneNumberConnection.totalCount': 10,
  'Query.__schema': 300,
  'Query.__type': 50,
};

const MEASURED = ['fields', 'depth', 'aliases', 'rootFields', 'directives', 'cost'] as const satisfies Array<
  keyof Measure
>;
const NAMES: Readonly<Record<keyof Measure, string>> = {
  fields: 'fields',
  depth: 'levels',
  aliases: 'aliases',
  rootFields: 'root fields',
  directives: 'directives',
  cost: 'points of cost',
};

/** Why an operation of a valid document is not run, with everything that it has too much of; null if it is run. */
export function excessOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): AppError | null {
  const measured = measureQuery({ schema, document, operation, variables, points: POINTS });
  const excesses = MEASURED.filter((name) => measured[name] > QUERY_LIMITS[name]).map(
    (name) => `${measured[name]} ${NAMES[name]} where ${QUERY_LIMITS[name]} are allowed`,
  );
  if (excesses.length === 0) return null;
  return new AppError('QUERY_TOO_COMPLEX', `The request is too complex. It has ${excesses.join(', ')}.`);
}
