import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../context';
import { CreateAgentInput, UpdateAgentInput } from '../schema/inputs/agent-input';
import {
  ApproveAgentResult,
  ArchiveAgentResult,
  CreateAgentResult,
  RejectAgentResult,
  SubmitAgentResult,
  toAgentResult,
  UpdateAgentResult,
} from '../schema/results/agent-results';
import * as agents from '../services/agents/manage-agents';
import type { Domain } from '../services/domain';
import { accountOf } from './viewer';

const AGENT_ID = 'UUID of the agent.';

@Resolver()
export class AgentMutationsResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized('agents:write')
  @Mutation(() => CreateAgentResult, {
    description: 'Creates an agent, as a draft. Needs the scope `agents:write`.',
  })
  createAgent(
    @Arg('input', () => CreateAgentInput, { description: 'The agent.' }) input: CreateAgentInput,
    @Ctx() context: RequestContext,
  ) {
    return toAgentResult('CreateAgent', agents.create(this.domain, accountOf(context), input));
  }

  @Authorized('agents:write')
  @Mutation(() => UpdateAgentResult, {
    description:
      'Changes an agent: its name at once, all else in a new version, a draft. The approved version conducts calls until ' +
      'the new one is approved. Needs the scope `agents:write`.',
  })
  updateAgent(
    @Arg('id', () => ID, { description: AGENT_ID }) id: string,
    @Arg('input', () => UpdateAgentInput, { description: 'What is to change.' }) input: UpdateAgentInput,
    @Ctx() context: RequestContext,
  ) {
    return toAgentResult('UpdateAgent', agents.update(this.domain, accountOf(context), id, input));
  }

  @Authorized('agents:write')
  @Mutation(() => SubmitAgentResult, {
    description: "Asks for the approval of an agent's latest version. Needs the scope `agents:write`.",
  })
  submitAgent(@Arg('id', () => ID, { description: AGENT_ID }) id: string, @Ctx() context: RequestContext) {
    return toAgentResult('SubmitAgent', agents.submit(this.domain, accountOf(context), id));
  }

  @Authorized('agents:approve')
  @Mutation(() => ApproveAgentResult, {
    description:
      "Lets an agent's latest version conduct calls from now on; live calls keep the version that they began with. " +
      'Needs the scope `agents:approve`.',
  })
  approveAgent(@Arg('id', () => ID, { description: AGENT_ID }) id: string, @Ctx() context: RequestContext) {
    return toAgentResult('ApproveAgent', agents.approve(this.domain, accountOf(context), id));
  }

  @Authorized('agents:approve')
  @Mutation(() => RejectAgentResult, {
    description:
      "Refuses an agent's latest version; one that was approved before conducts calls as it did. Needs the scope " +
      '`agents:approve`.',
  })
  rejectAgent(
    @Arg('id', () => ID, { description: AGENT_ID }) id: string,
    @Arg('reason', () => String, { nullable: true, description: 'Why, for whoever submitted it.' })
    reason: string | null,
    @Ctx() context: RequestContext,
  ) {
    return toAgentResult('RejectAgent', agents.reject(this.domain, accountOf(context), id, reason));
  }

  @Authorized('agents:write')
  @Mutation(() => ArchiveAgentResult, {
    description: 'Takes an agent out of use for good; its live calls go on. Needs the scope `agents:write`.',
  })
  archiveAgent(@Arg('id', () => ID, { description: AGENT_ID }) id: string, @Ctx() context: RequestContext) {
    return toAgentResult('ArchiveAgent', agents.archive(this.domain, accountOf(context), id));
  }
}
