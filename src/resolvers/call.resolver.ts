import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context';
import { SortDirection } from '../schema/enums';
import { CallFilter, CallOrder } from '../schema/inputs/filters';
import { InitiateCallInput } from '../schema/inputs/initiate-call-input';
import { PageArgs } from '../schema/inputs/page-args';
import {
  EndCallResult,
  ReanalyzeCallResult,
  toEndCallResult,
  toReanalyzeCallResult,
} from '../schema/results/call-results';
import { InitiateCallResult, toInitiateCallResult } from '../schema/results/initiate-call';
import { toCallPreview } from '../schema/results/preview-call';
import { analysisOf, recordingOf, transcriptOf } from '../schema/results-of-call';
import { selectedOf } from '../schema/selection';
import { AgentType } from '../schema/types/agent';
import { CallAnalysis } from '../schema/types/analysis';
import { CallConnection, CallType } from '../schema/types/call';
import { CallEventObject } from '../schema/types/call-event';
import { CallPreviewType } from '../schema/types/call-preview';
import { CampaignType } from '../schema/types/campaign';
import { toConnection } from '../schema/types/connection';
import { ContactType } from '../schema/types/contact';
import { CreditEntryObject } from '../schema/types/credit-entry';
import { Recording } from '../schema/types/recording';
import { Transcript } from '../schema/types/transcript';
import { analyzeAgain } from '../services/analyses/analyze-again';
import type { CallSummary } from '../services/calls/call';
import { isDetail } from '../services/calls/call-detail';
import { endCall } from '../services/calls/end-call';
import { findCall, findCallDetail } from '../services/calls/find-call';
import { initiateCall } from '../services/calls/initiate-call';
import { listCalls } from '../services/calls/list-calls';
import type { Domain } from '../services/domain';
import { previewCall } from '../services/previews/preview-call';
import { accountOf } from './viewer';

const CALL_ID = 'The call: its `id`, its `callSid` or its `trackingId`.';

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
  @Query(() => CallPreviewType, {
    description: 'What `initiateCall` would decide with the same input, and what the agent would say. Nothing is done.',
  })
  async previewCall(
    @Arg('input', () => InitiateCallInput, { description: 'The call that would be placed.' }) input: InitiateCallInput,
    @Ctx() context: RequestContext,
  ) {
    return toCallPreview(await previewCall(this.domain, accountOf(context), input));
  }

  @Authorized()
  @Mutation(() => InitiateCallResult, { description: 'Places a call: holds its credits and has the phone ring.' })
  async initiateCall(
    @Arg('input', () => InitiateCallInput, { description: 'The call to place.' }) input: InitiateCallInput,
    @Ctx() context: RequestContext,
  ) {
    return toInitiateCallResult(await initiateCall(this.domain, accountOf(context), input));
  }

  @Authorized()
  @Mutation(() => EndCallResult, {
    description: 'Ends a live call and cancels a queued one. A call that is over stays as it is.',
  })
  async endCall(@Arg('callId', () => ID, { description: CALL_ID }) callId: string, @Ctx() context: RequestContext) {
    return toEndCallResult(await endCall(this.domain, accountOf(context), callId));
  }

  @Authorized()
  @Mutation(() => ReanalyzeCallResult, { description: 'Analyzes the transcript of a call again.' })
  async reanalyzeCall(
    @Arg('callId', () => ID, { description: CALL_ID }) callId: string,
    @Ctx() context: RequestContext,
  ) {
    return toReanalyzeCallResult(await analyzeAgain(this.domain, accountOf(context), callId));
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
  async analysis(@Root() call: CallSummary) {
    const { analysisOfCall, turnsOfCall } = this.domain.loaders;
    const analysis = await analysisOfCall.load(call);
    const cited = analysis?.extracted.some(({ evidence }) => evidence.length > 0);
    return analysisOf(call, analysis, cited ? await turnsOfCall.load(call) : []);
  }

  @Authorized()
  @FieldResolver(() => [CallEventObject])
  events(@Root() call: CallSummary) {
    return this.domain.loaders.eventsOfCall.load(call);
  }
}
