import { Arg, Authorized, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context';
import { Node } from '../schema/types/node';
import { findAccount } from '../services/accounts/account';
import type { Domain } from '../services/domain';
import { findById, type Loaders } from '../services/loaders';
import { accountOf } from './viewer';

type Finder = (loaders: Loaders, accountId: string, id: string) => Promise<object | null>;

/** Each type that has ids beside what finds one. */
const FINDERS: ReadonlyArray<readonly [string, Finder]> = [
  ['Call', ({ callById }, accountId, id) => findById(callById, accountId, id)],
  ['Contact', ({ contact }, accountId, id) => findById(contact, accountId, id)],
  ['Campaign', ({ campaign }, accountId, id) => findById(campaign, accountId, id)],
  ['Agent', ({ agent }, accountId, id) => findById(agent, accountId, id)],
  ['Event', ({ event }, accountId, id) => findById(event, accountId, id)],
  ['AccountPhoneNumber', ({ phoneNumber }, accountId, id) => findById(phoneNumber, accountId, id)],
];

@Resolver()
export class NodeResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => Node, { nullable: true, description: 'Anything of the account by its id; null if there is nothing.' })
  async node(@Arg('id', () => ID, { description: 'UUID of anything.' }) id: string, @Ctx() context: RequestContext) {
    const accountId = accountOf(context);
    if (id.toLowerCase() === accountId)
      return { __typename: 'Account', ...(await findAccount(this.domain, accountId)) };
    const found = await Promise.all(
      FINDERS.map(async ([__typename, find]) => {
        const row = await find(this.domain.loaders, accountId, id);
        return row && { __typename, ...row };
      }),
    );
    return found.find((row) => row !== null) ?? null;
  }
}
