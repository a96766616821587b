import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context';
import { SortDirection } from '../schema/enums';
import { CallFilter, CallOrder } from '../schema/inputs/filters';
import { PageArgs } from '../schema/inputs/page-args';
import { TimelineArgs } from '../schema/inputs/timeline-args';
import { recordingOf, transcriptOf } from '../schema/results-of-call';
import { selectedOf } from '../schema/selection';
import { AgentType } from '../schema/types/agent';
import { CallAnalysis } from '../schema/types/analysis';
import { CallConnection, CallType } from '../schema/types/call';
import { CallEventObject } from '../schema/types/call-event';
import { CampaignType } from '../schema/types/campaign';
import { toConnection } from '../schema/types/connection';
import { ContactType } from '../schema/types/contact';
import { CreditEntryObject } from '../schema/types/credit-entry';
import { Recording } from '../schema/types/recording';
import { Timeline } from '../schema/types/timeline';
import { Transcript } from '../schema/types/transcript';
import type { CallSummary } from '../services/calls/call';
import { isDetail } from '../services/calls/call-detail';
import { findCall, findCallDetail } from '../services/calls/find-call';
import { listCalls } from '../services/calls/list-calls';
import type { Domain } from '../services/domain';
import { timelineOf } from '../services/events/timeline';
import { findAnalysis } from './find-analysis';
import { accountOf } from './viewer';

/** What names a call. */
export const CALL_ID = 'The call: its `id`, its `callSid` or its `trackingId`.';

@Resolver(() => CallType)
export class CallResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => CallType, { nullable: true, description: 'One call; null if the account has none of this id.' })
  call(
    @Arg('id', () => ID, { description: CALL_ID }) id: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const find = isDetail(selectedOf(info)) ? findCallDetail : findCall;
    return find(this.domain.loaders, accountOf(context), id);
  }

  @Authorized()
  @Query(() => CallConnection, { description: "The account's calls, newest first unless told." })
  async calls(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CallFilter, { nullable: true, description: 'Which calls.' }) filter: CallFilter | null,
    @Arg('orderBy', () => CallOrder, { nullable: true, description: 'In which order.' }) order: CallOrder | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const listing = {
      newestFirst: order?.direction !== SortDirection.ASC,
      wanted: selectedOf(info, 'edges', 'node'),
    };
    return toConnection(await listCalls(this.domain, accountOf(context), filter ?? {}, listing, page));
  }

  @Authorized()
  @FieldResolver(() => AgentType)
  agent(@Root() { accountId, agentId }: CallSummary) {
    return this.domain.loaders.agent.load({ accountId, id: agentId });
  }

  @Authorized()
  @FieldResolver(() => ContactType)
  contact(@Root() { accountId, contactId }: CallSummary) {
    return this.domain.loaders.contact.load({ accountId, id: contactId });
  }

  @Authorized()
  @FieldResolver(() => CampaignType, { nullable: true })
  campaign(@Root() { accountId, campaignId }: CallSummary) {
    return campaignId && this.domain.loaders.campaign.load({ accountId, id: campaignId });
  }

  @Authorized()
  @FieldResolver(() => [CreditEntryObject])
  creditEntries(@Root() call: CallSummary) {
    return this.domain.loaders.entriesOfCall.load(call);
  }

  @Authorized()
  @FieldResolver(() => Transcript)
  async transcript(@Root() call: CallSummary) {
    return transcriptOf(call, await this.domain.loaders.turnsOfCall.load(call));
  }

  @Authorized()
  @FieldResolver(() => Recording)
  recording(@Root() call: CallSummary) {
    return recordingOf(call, `${this.domain.publicUrl}/api/v1/calls/${call.id}/recording`);
  }

  @Authorized()
  @FieldResolver(() => CallAnalysis)
  analysis(@Root() call: CallSummary) {
    return findAnalysis(this.domain.loaders, call);
  }

  @Authorized()
  @FieldResolver(() => Timeline)
  timeline(@Root() call: CallSummary, @Args(() => TimelineArgs) request: TimelineArgs) {
    return timelineOf(this.domain, call, request);
  }

  @Authorized()
  @FieldResolver(() => [CallEventObject])
  events(@Root() call: CallSummary) {
    return this.domain.loaders.eventsOfCall.load(call);
  }
}
