import type { Domain } from '../services/domain';
import { AccountResolver, CreditsResolver } from './account.resolver';
import { AgentResolver } from './agent.resolver';
import { AgentContentResolver } from './agent-content.resolver';
import { AgentMutationsResolver } from './agent-mutations.resolver';
import { CallResolver } from './call.resolver';
import { CampaignResolver } from './campaign.resolver';
import { ContactResolver } from './contact.resolver';
import { NodeResolver } from './node.resolver';

/** Every resolver class. */
export const resolverClasses = [
  AccountResolver,
  AgentContentResolver,
  AgentMutationsResolver,
  AgentResolver,
  CallResolver,
  CampaignResolver,
  ContactResolver,
  CreditsResolver,
  NodeResolver,
] as const;

/** One instance of each resolver, by its class. */
export function createResolvers(domain: Domain): Map<object, object> {
  return new Map(resolverClasses.map((resolver) => [resolver, new resolver(domain)]));
}
