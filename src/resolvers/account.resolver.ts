import { Arg, Authorized, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../context';
import { UsageGrouping } from '../schema/enums';
import { DateTime } from '../schema/scalars';
import { AccountLimits, AccountOwner, AccountType, Credits, UsageType } from '../schema/types/account';
import { type Account, creditsCharged, findAccount } from '../services/accounts/account';
import { usageOf } from '../services/accounts/usage';
import type { Domain } from '../services/domain';
import { accountOf } from './viewer';

/** The largest `Int`. Balances stay below it; what was ever charged may not. */
const MAX_INT = 2 ** 31 - 1;

@Resolver(() => AccountType)
export class AccountResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => AccountType, { description: 'The account of the API key.' })
  account(@Ctx() context: RequestContext) {
    return findAccount(this.domain, accountOf(context));
  }

  @FieldResolver(() => AccountOwner)
  owner(@Root() account: Account) {
    return { id: account.ownerId, name: account.ownerName, email: account.email };
  }

  @FieldResolver(() => Credits)
  credits(@Root() { id, balance, reserved }: Account) {
    return { id, balance, reserved, available: balance - reserved };
  }

  @FieldResolver(() => AccountLimits)
  limits(@Root() { requestsPerMinute, concurrentCalls, activeCalls }: Account) {
    return { requestsPerMinute, concurrentCalls, activeCalls };
  }

  @Authorized()
  @FieldResolver(() => UsageType)
  usage(
    @Root() account: Account,
    @Arg('startDate', () => DateTime, { nullable: true, description: 'Inclusive; 30 days before the end unless told.' })
    startDate: Date | null,
    @Arg('endDate', () => DateTime, { nullable: true, description: 'Exclusive; now unless told.' })
    endDate: Date | null,
    @Arg('groupBy', () => UsageGrouping, { nullable: true, description: 'What a point of the series stands for.' })
    groupBy: UsageGrouping | null,
  ) {
    return usageOf(this.domain, account.id, { startDate, endDate, groupBy });
  }
}

@Resolver(() => Credits)
export class CreditsResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @FieldResolver(() => Int)
  async used(@Root() credits: { id: string }) {
    return Math.min(await creditsCharged(this.domain, credits.id), MAX_INT);
  }
}
