import type { Domains } from '../services/domains';
import { AccountResolver, CreditsResolver } from './account.resolver';
import { AgentResolver } from './agent.resolver';
import { AgentContentResolver } from './agent-content.resolver';
import { AgentMutationsResolver } from './agent-mutations.resolver';
import { CallResolver } from './call.resolver';
import { CallActionsResolver } from './call-actions.resolver';
import { CampaignResolver } from './campaign.resolver';
import { ContactResolver } from './contact.resolver';
import { EventResolver } from './event.resolver';
import { LiveResolver } from './live.resolver';
import { NodeResolver } from './node.resolver';

/** Reads, and changes that have nothing to do with who carries a call. */
const uncarried = [
  AccountResolver,
  AgentContentResolver,
  AgentMutationsResolver,
  AgentResolver,
  CallResolver,
  CampaignResolver,
  ContactResolver,
  CreditsResolver,
  EventResolver,
  LiveResolver,
  NodeResolver,
] as const;

/** Every resolver class. */
export const resolverClasses = [...uncarried, CallActionsResolver] as const;

/** One instance of each resolver, by its class. */
export function createResolvers(domains: Domains): Map<object, object> {
  const instances = uncarried.map((resolver): [object, object] => [resolver, new resolver(domains.live)]);
  return new Map([...instances, [CallActionsResolver, new CallActionsResolver(domains)]]);
}
