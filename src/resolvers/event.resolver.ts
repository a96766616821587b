import { Arg, Authorized, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context';
import { CallAnalysis } from '../schema/types/analysis';
import { CallType } from '../schema/types/call';
import { toConnection } from '../schema/types/connection';
import { EventConnection, EventObject } from '../schema/types/event';
import type { Domain } from '../services/domain';
import { type AccountEvent, EventType } from '../services/events/event';
import { listEvents } from '../services/events/list-events';
import { findAnalysis } from './find-analysis';
import { accountOf } from './viewer';

@Resolver(() => EventObject)
export class EventResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => EventConnection, {
    description:
      'What the account is told of, oldest first: the events that webhooks carry. None ever appears before one that was ' +
      'read, so reading on after `endCursor` misses nothing; there is one even on an empty page.',
  })
  async events(
    @Arg('first', () => Int, { nullable: true, description: 'So many, 1 to 100; 20 unless told.' })
    first: number | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Only what comes after this cursor; `now` for only what is still to come.',
    })
    after: string | null,
    @Ctx() context: RequestContext,
  ) {
    const page = await listEvents(this.domain, accountOf(context), { first, after });
    const connection = toConnection(page);
    return { ...connection, pageInfo: { ...connection.pageInfo, endCursor: page.endCursor } };
  }

  @Authorized()
  @FieldResolver(() => CallType)
  call(@Root() { accountId, callId }: AccountEvent) {
    return this.domain.loaders.callById.load({ accountId, id: callId });
  }

  @Authorized()
  @FieldResolver(() => CallAnalysis, { nullable: true })
  async analysis(@Root() { accountId, callId, type }: AccountEvent) {
    if (type !== EventType.ANALYSIS_COMPLETED) return null;
    const call = await this.domain.loaders.callById.load({ accountId, id: callId });
    return call && findAnalysis(this.domain.loaders, call);
  }
}
