import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context';
import type { Call } from '../services/calls/call';
import { explain, isRetryable } from '../services/calls/ended-reasons';
import { analysisOf, recordingOf, transcriptOf } from './results-of-call';
import type { Edge } from './types/connection';

const EDGE = { cursor: ({ node, cursorOf }: Edge<unknown>) => cursorOf(node) };

/** Fields that follow from their row alone. */
const DERIVED = {
  AgentEdge: EDGE,
  CallEdge: EDGE,
  CampaignEdge: EDGE,
  ContactEdge: EDGE,
  PhoneNumberEdge: EDGE,
  Call: {
    retryable: (call: Call) => isRetryable(call.endedReason),
    explanation: (call: Call) => explain(call.endedReason, call.providerMessage),
    transcript: transcriptOf,
    analysis: analysisOf,
    recording: recordingOf,
  },
};

/** Fields that may have been read with their row; then there is nothing to look up. */
const READ_WITH_ROW = { Call: ['agent', 'contact', 'campaign', 'events'] };

type Field = GraphQLField<Readonly<Record<string, unknown>>, RequestContext>;

/**
 * Lets fields that follow from their row be computed at once. As field resolvers of TypeGraphQL each would be a promise:
 * hundreds in a list.
 * @throws Error for a field that the schema does not have
 */
export function deriveFields(schema: GraphQLSchema): void {
  for (const [typeName, derived] of Object.entries(DERIVED)) {
    for (const [name, resolve] of Object.entries(derived)) Object.assign(fieldOf(schema, typeName, name), { resolve });
  }
  for (const [typeName, names] of Object.entries(READ_WITH_ROW)) {
    for (const name of names) preferRow(fieldOf(schema, typeName, name));
  }
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): Field {
  const type = schema.getType(typeName);
  const field = type && 'getFields' in type ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${typeName} has no field ${name}`);
  return field as Field;
}

/** The row was found for the viewer; without one the resolver refuses. */
function preferRow(field: Field): void {
  const { name, resolve } = field;
  if (!resolve) throw new Error(`${name} has no resolver`);
  field.resolve = (row, args, context, info) => {
    const value = context.viewer ? row[name] : undefined;
    return value === undefined ? resolve(row, args, context, info) : value;
  };
}
