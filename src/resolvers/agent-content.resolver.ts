import { Authorized, FieldResolver, Resolver, Root } from 'type-graphql';
import { AgentContent } from '../schema/types/agent-version';
import { PhoneNumberType } from '../schema/types/phone-number';
import type { AgentVersion } from '../services/agents/agent-version';
import type { Domain } from '../services/domain';

@Resolver(() => AgentContent)
export class AgentContentResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @FieldResolver(() => PhoneNumberType, { nullable: true })
  fromNumber(@Root() { accountId, fromNumberId }: AgentVersion) {
    return fromNumberId && this.domain.loaders.phoneNumber.load({ accountId, id: fromNumberId });
  }
}
