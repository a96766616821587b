import type { GraphQLField, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context';
import type { Agent } from '../services/agents/agent';
import { areVariablesFound, neededVariables } from '../services/agents/agent-texts';
import type { AgentVersion } from '../services/agents/agent-version';
import { shownSettings } from '../services/agents/shown-settings';
import { storedSettings } from '../services/agents/stored-settings';
import type { Call, CallSummary } from '../services/calls/call';
import { explain, isRetryable } from '../services/calls/ended-reasons';
import { inTurn } from '../services/prompts/turns';
import {
  analysisOf,
  briefAnalysisOf,
  briefTranscriptOf,
  isAnalyzed,
  NO_RECORDING,
  recordingOf,
  transcriptOf,
} from './results-of-call';
import { selectsOnly } from './selection';
import type { Edge } from './types/connection';

const EDGE = { cursor: ({ node, cursorOf }: Edge<unknown>) => cursorOf(node) };

/** Fields that follow from their row alone. */
const DERIVED = {
  Agent: {
    settings: (agent: Agent) => shownSettings(agent.settings),
    variables: variablesOfRow,
  },
  AgentContent: {
    settings: (version: AgentVersion) => shownSettings(version.settings),
    variables: variablesOfRow,
  },
  AgentVersion: { content: (version: AgentVersion) => version },
  AgentEdge: EDGE,
  CallEdge: EDGE,
  CampaignEdge: EDGE,
  ContactEdge: EDGE,
  EventEdge: EDGE,
  PhoneNumberEdge: EDGE,
  Call: {
    retryable: (call: CallSummary) => isRetryable(call.endedReason),
    explanation: (call: CallSummary) => explain(call),
    modelUsage: ({ model, promptTokens, completionTokens }: Call) => ({ model, promptTokens, completionTokens }),
  },
};

/** Fields that may have been read with their row; then there is nothing to look up. */
const READ_WITH_ROW = { Call: ['agent', 'contact', 'campaign', 'events'] };

/** What lists mostly want of them. */
const wantsBriefTranscript = selectsOnly('status', 'text');
const wantsBriefRecording = selectsOnly('url');
const wantsBriefAnalysis = selectsOnly('status');

/** Fields that often need no look-up; undefined: this one does. */
const OFTEN_DERIVED = {
  Call: {
    transcript: (call: CallSummary, info: GraphQLResolveInfo) => {
      if (call.turns > 0) return undefined;
      return wantsBriefTranscript(info) ? briefTranscriptOf(call) : transcriptOf(call, []);
    },
    recording: (call: CallSummary, info: GraphQLResolveInfo) => {
      if (call.recordingSid !== null) return undefined;
      return wantsBriefRecording(info) ? NO_RECORDING : recordingOf(call, null);
    },
    analysis: (call: CallSummary, info: GraphQLResolveInfo) => {
      if (wantsBriefAnalysis(info)) return briefAnalysisOf(call);
      return isAnalyzed(call) ? undefined : analysisOf(call, null);
    },
  },
};

/** Texts are looked through for the first time in turn, because those of a page may take long; what was found is kept. */
function variablesOfRow(row: Agent | AgentVersion): string[] | Promise<string[]> {
  const texts = { ...row, settings: storedSettings(row.settings) };
  return areVariablesFound(texts) ? neededVariables(texts) : inTurn(row.accountId, () => neededVariables(texts));
}

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
  for (const [typeName, often] of Object.entries(OFTEN_DERIVED)) {
    for (const [name, derive] of Object.entries(often)) preferDerived(fieldOf(schema, typeName, name), derive);
  }
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): Field {
  const type = schema.getType(typeName);
  const field = type && 'getFields' in type ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${typeName} has no field ${name}`);
  return field as Field;
}

function preferRow(field: Field): void {
  preferDerived(field, (row: Readonly<Record<string, unknown>>) => row[field.name]);
}

/** What is derived comes from a row that was found for the viewer; without one the resolver refuses. */
function preferDerived(field: Field, derive: (row: never, info: GraphQLResolveInfo) => unknown): void {
  const { name, resolve } = field;
  if (!resolve) throw new Error(`${name} has no resolver`);
  field.resolve = (row, args, context, info) => {
    const value = context.viewer ? derive(row as never, info) : undefined;
    return value === undefined ? resolve(row, args, context, info) : value;
  };
}
