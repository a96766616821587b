import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context';
import { AgentFilter } from '../schema/inputs/filters';
import { PageArgs } from '../schema/inputs/page-args';
import { AgentConnection, AgentType } from '../schema/types/agent';
import { AgentVersionType } from '../schema/types/agent-version';
import { toConnection } from '../schema/types/connection';
import { PhoneNumberConnection, PhoneNumberType } from '../schema/types/phone-number';
import type { Agent } from '../services/agents/agent';
import type { Domain } from '../services/domain';
import { listAgents, listPhoneNumbers } from '../services/lists';
import { findById } from '../services/loaders';
import { accountOf } from './viewer';

@Resolver(() => AgentType)
export class AgentResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => AgentType, { nullable: true, description: 'One agent; null if the account has none of this id.' })
  agent(@Arg('id', () => ID, { description: 'UUID of the agent.' }) id: string, @Ctx() context: RequestContext) {
    return findById(this.domain.loaders.agent, accountOf(context), id);
  }

  @Authorized()
  @Query(() => AgentConnection, { description: "The account's agents, newest first." })
  async agents(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AgentFilter, { nullable: true, description: 'Which agents.' }) filter: AgentFilter | null,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listAgents(this.domain, accountOf(context), filter ?? {}, page));
  }

  @Authorized()
  @Query(() => PhoneNumberConnection, { description: 'The numbers that may stand as caller id, newest first.' })
  async phoneNumbers(@Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPhoneNumbers(this.domain, accountOf(context), page));
  }

  @Authorized()
  @FieldResolver(() => PhoneNumberType, { nullable: true })
  fromNumber(@Root() { accountId, fromNumberId }: Agent) {
    return fromNumberId && this.domain.loaders.phoneNumber.load({ accountId, id: fromNumberId });
  }

  @Authorized()
  @FieldResolver(() => AgentVersionType, { nullable: true })
  proposal(@Root() agent: Agent) {
    return this.domain.loaders.proposalOfAgent.load(agent);
  }
}
