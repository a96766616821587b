import { Arg, Args, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context';
import { CampaignFilter } from '../schema/inputs/filters';
import { PageArgs } from '../schema/inputs/page-args';
import { CampaignConnection, CampaignType } from '../schema/types/campaign';
import { toConnection } from '../schema/types/connection';
import type { Domain } from '../services/domain';
import { listCampaigns } from '../services/lists';
import { findById } from '../services/loaders';
import { accountOf } from './viewer';

@Resolver(() => CampaignType)
export class CampaignResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => CampaignType, { nullable: true, description: 'One campaign; null if the account has none of this id.' })
  campaign(@Arg('id', () => ID, { description: 'UUID of the campaign.' }) id: string, @Ctx() context: RequestContext) {
    return findById(this.domain.loaders.campaign, accountOf(context), id);
  }

  @Authorized()
  @Query(() => CampaignConnection, { description: "The account's campaigns, newest first." })
  async campaigns(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CampaignFilter, { nullable: true, description: 'Which campaigns.' })
    filter: CampaignFilter | null,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listCampaigns(this.domain, accountOf(context), filter ?? {}, page));
  }
}
