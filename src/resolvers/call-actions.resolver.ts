import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context';
import { InitiateCallInput } from '../schema/inputs/initiate-call-input';
import {
  EndCallResult,
  ReanalyzeCallResult,
  toEndCallResult,
  toReanalyzeCallResult,
} from '../schema/results/call-results';
import { InitiateCallResult, toInitiateCallResult } from '../schema/results/initiate-call';
import { toCallPreview } from '../schema/results/preview-call';
import { CallPreviewType } from '../schema/types/call-preview';
import { analyzeAgain } from '../services/analyses/analyze-again';
import { endCall } from '../services/calls/end-call';
import { initiateCall } from '../services/calls/initiate-call';
import { promiseAnswer } from '../services/calls/recall-answer';
import type { Domains } from '../services/domains';
import { previewCall } from '../services/previews/preview-call';
import { CALL_ID } from './call.resolver';
import { viewerOf } from './viewer';

/** What is done to calls, or would be, by whoever carries those of the key. */
@Resolver()
export class CallActionsResolver {
  constructor(private readonly domains: Domains) {}

  @Authorized()
  @Query(() => CallPreviewType, {
    description: 'What `initiateCall` would decide with the same input, and what the agent would say. Nothing is done.',
  })
  async previewCall(
    @Arg('input', () => InitiateCallInput, { description: 'The call that would be placed.' }) input: InitiateCallInput,
    @Ctx() context: RequestContext,
  ) {
    const viewer = viewerOf(context);
    return toCallPreview(await previewCall(this.domains.of(viewer), viewer.accountId, input));
  }

  @Authorized()
  @Mutation(() => InitiateCallResult, { description: 'Places a call: holds its credits and has the phone ring.' })
  async initiateCall(
    @Arg('input', () => InitiateCallInput, { description: 'The call to place.' }) input: InitiateCallInput,
    @Ctx() context: RequestContext,
  ) {
    const viewer = viewerOf(context);
    const domain = this.domains.of(viewer);
    const outcome = await initiateCall(domain, viewer.accountId, input);
    if (outcome.kind === 'accepted') {
      context.ifAnswerIsLost ??= [];
      context.ifAnswerIsLost.push(() => promiseAnswer(domain, outcome.call));
    }
    return toInitiateCallResult(outcome);
  }

  @Authorized()
  @Mutation(() => EndCallResult, {
    description: 'Ends a live call and cancels a queued one. A call that is over stays as it is.',
  })
  async endCall(@Arg('callId', () => ID, { description: CALL_ID }) callId: string, @Ctx() context: RequestContext) {
    const viewer = viewerOf(context);
    return toEndCallResult(await endCall(this.domains.of(viewer), viewer.accountId, callId));
  }

  @Authorized()
  @Mutation(() => ReanalyzeCallResult, { description: 'Analyzes the transcript of a call again.' })
  async reanalyzeCall(
    @Arg('callId', () => ID, { description: CALL_ID }) callId: string,
    @Ctx() context: RequestContext,
  ) {
    const viewer = viewerOf(context);
    return toReanalyzeCallResult(await analyzeAgain(this.domains.of(viewer), viewer.accountId, callId));
  }
}
