import type { GraphQLSchema } from 'graphql';
import type { Call } from '../services/calls/call';
import { explain, isRetryable } from '../services/calls/ended-reasons';
import { analysisOf, recordingOf, transcriptOf } from './results-of-call';

/** Fields that follow from their row alone. */
const DERIVED = {
  Call: {
    retryable: (call: Call) => isRetryable(call.endedReason),
    explanation: (call: Call) => explain(call.endedReason, call.providerMessage),
    transcript: transcriptOf,
    analysis: analysisOf,
    recording: recordingOf,
  },
};

/**
 * Lets fields that follow from their row be computed at once. As field resolvers of TypeGraphQL each would be a promise:
 * hundreds in a list.
 * @throws Error for a field that the schema does not have
 */
export function deriveFields(schema: GraphQLSchema): void {
  for (const [typeName, derived] of Object.entries(DERIVED)) {
    const type = schema.getType(typeName);
    const fields = type && 'getFields' in type ? type.getFields() : {};
    for (const [name, resolve] of Object.entries(derived)) {
      const field = fields[name];
      if (!field) throw new Error(`${typeName} has no field ${name}`);
      Object.assign(field, { resolve });
    }
  }
}
