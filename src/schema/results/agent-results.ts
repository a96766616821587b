import { createUnionType, Field, ObjectType } from 'type-graphql';
import { AppError } from '../../errors';
import type { Agent } from '../../services/agents/agent';
import { AgentType } from '../types/agent';
import { ErrorInterface } from '../types/error';
import { FromNumberNotFoundError, NotFoundError } from './errors';

@ObjectType({
  implements: ErrorInterface,
  simpleResolvers: true,
  description: 'The agent is not in a state in which this can be done; the message says what to do first.',
})
export class AgentStateError extends ErrorInterface {}

const CreateAgentSuccess = successOf('CreateAgent', 'The agent was created, as a draft.');
const UpdateAgentSuccess = successOf('UpdateAgent', 'The agent was changed; its name at once, the rest as a proposal.');
const SubmitAgentSuccess = successOf('SubmitAgent', 'The latest version waits for approval.');
const ApproveAgentSuccess = successOf('ApproveAgent', 'The latest version conducts calls from now on.');
const RejectAgentSuccess = successOf('RejectAgent', 'The latest version was rejected.');
const ArchiveAgentSuccess = successOf('ArchiveAgent', 'The agent places no more calls.');

export const CreateAgentResult = createUnionType({
  name: 'CreateAgentResult',
  description: 'What becomes of a request to create an agent.',
  types: () => [CreateAgentSuccess, FromNumberNotFoundError] as const,
});
export const UpdateAgentResult = createUnionType({
  name: 'UpdateAgentResult',
  description: 'What becomes of a request to change an agent.',
  types: () => [UpdateAgentSuccess, NotFoundError, FromNumberNotFoundError, AgentStateError] as const,
});
export const SubmitAgentResult = createUnionType({
  name: 'SubmitAgentResult',
  description: 'What becomes of a request to submit an agent.',
  types: () => [SubmitAgentSuccess, NotFoundError, AgentStateError] as const,
});
export const ApproveAgentResult = createUnionType({
  name: 'ApproveAgentResult',
  description: 'What becomes of a request to approve an agent.',
  types: () => [ApproveAgentSuccess, NotFoundError, AgentStateError] as const,
});
export const RejectAgentResult = createUnionType({
  name: 'RejectAgentResult',
  description: 'What becomes of a request to reject an agent.',
  types: () => [RejectAgentSuccess, NotFoundError, AgentStateError] as const,
});
export const ArchiveAgentResult = createUnionType({
  name: 'ArchiveAgentResult',
  description: 'What becomes of a request to archive an agent.',
  types: () => [ArchiveAgentSuccess, NotFoundError, AgentStateError] as const,
});

const REFUSALS: Partial<Record<AppError['code'], string>> = {
  NOT_FOUND: 'NotFoundError',
  FROM_NUMBER_NOT_FOUND: 'FromNumberNotFoundError',
  CONFLICT: 'AgentStateError',
};

/** What became of a mutation of an agent, as its union shows it. @throws what is no member of the unions */
export async function toAgentResult(mutation: string, work: Promise<Agent | null>) {
  try {
    return { __typename: `${mutation}Success`, agent: await work };
  } catch (error) {
    const __typename = error instanceof AppError ? REFUSALS[error.code] : undefined;
    if (!(error instanceof AppError) || !__typename) throw error;
    return { __typename, code: error.code, message: error.message };
  }
}

function successOf(mutation: string, description: string) {
  @ObjectType(`${mutation}Success`, { simpleResolvers: true, description })
  class Success {
    @Field(() => AgentType, { description: 'The agent as it now stands.' }) agent!: AgentType;
  }
  return Success;
}
