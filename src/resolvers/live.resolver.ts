import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { RequestContext } from '../context';
import { AppError } from '../errors';
import { servingInstance } from '../schema/serving-instance';
import { CallType } from '../schema/types/call';
import { TranscriptTurn } from '../schema/types/transcript';
import type { Call } from '../services/calls/call';
import { findCall } from '../services/calls/find-call';
import type { Domain } from '../services/domain';
import { followCall, followCalls } from '../services/live/call-updates';
import { followTurns } from '../services/live/turn-updates';
import type { Turn } from '../services/transcripts/turn';
import { accountOf } from './viewer';

/** What TypeGraphQL tells whoever opens a subscription. */
interface Opening<Args> {
  args: Args;
  context: RequestContext;
  info: GraphQLResolveInfo;
}

const sources = ({ info }: { info: GraphQLResolveInfo }) => servingInstance(info.schema, LiveResolver);

@Resolver()
export class LiveResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Subscription(() => CallType, {
    description:
      'A call as it is, and again whenever it changes; without `callId`, every call of the account that changes from ' +
      'now on. States that pass more quickly than they are read are left out, never the last.',
    subscribe: (opening: Opening<{ callId?: string | null }>) => sources(opening).followCalls(opening),
  })
  callUpdated(
    @Root() call: Call,
    @Arg('callId', () => ID, {
      nullable: true,
      description: 'The call: its `id`, its `callSid` or its `trackingId`; all calls of the account unless told.',
    })
    _callId: string | null,
  ): CallType {
    return call as object as CallType;
  }

  @Authorized()
  @Subscription(() => TranscriptTurn, {
    description:
      'What was said in a call so far, then each turn when it begins and again when it is complete. It ends when the ' +
      'call is over and all was told.',
    subscribe: (opening: Opening<{ callId: string; after?: number | null }>) => sources(opening).followTurns(opening),
  })
  transcriptTurnAdded(
    @Root() turn: Turn,
    @Arg('callId', () => ID, { description: 'The call: its `id`, its `callSid` or its `trackingId`.' }) _callId: string,
    @Arg('after', () => Int, {
      nullable: true,
      description: 'The `index` of the last turn that is known whole, with all before it; only what comes after it.',
    })
    _after: number | null,
  ): TranscriptTurn {
    return turn;
  }

  private async followCalls({ args: { callId }, context }: Opening<{ callId?: string | null }>) {
    const accountId = accountOf(context);
    if (callId == null) return followCalls(this.domain, accountId);
    return followCall(this.domain, await this.find(accountId, callId));
  }

  private async followTurns({ args, context }: Opening<{ callId: string; after?: number | null }>) {
    return followTurns(this.domain, await this.find(accountOf(context), args.callId), args.after ?? null);
  }

  private async find(accountId: string, reference: string): Promise<Call> {
    const call = await findCall(this.domain.loaders, accountId, reference);
    if (!call) throw new AppError('NOT_FOUND', 'Call not found');
    return call;
  }
}
