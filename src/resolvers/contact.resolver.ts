import { Arg, Args, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context';
import { badInput } from '../errors';
import { ContactFilter } from '../schema/inputs/filters';
import { jsonProblem } from '../schema/inputs/json-limits';
import { PageArgs } from '../schema/inputs/page-args';
import { toUpdateContactMetadataResult, UpdateContactMetadataResult } from '../schema/results/call-results';
import { JSONObject } from '../schema/scalars';
import { toConnection } from '../schema/types/connection';
import { ContactConnection, ContactType } from '../schema/types/contact';
import { updateContactMetadata } from '../services/contacts/update-metadata';
import type { Domain } from '../services/domain';
import { listContacts } from '../services/lists';
import { findById } from '../services/loaders';
import { accountOf } from './viewer';

@Resolver(() => ContactType)
export class ContactResolver {
  constructor(private readonly domain: Domain) {}

  @Authorized()
  @Query(() => ContactType, { nullable: true, description: 'One contact; null if the account has none of this id.' })
  contact(@Arg('id', () => ID, { description: 'UUID of the contact.' }) id: string, @Ctx() context: RequestContext) {
    return findById(this.domain.loaders.contact, accountOf(context), id);
  }

  @Authorized()
  @Query(() => ContactConnection, { description: 'The people whom the account has called, newest first.' })
  async contacts(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ContactFilter, { nullable: true, description: 'Which contacts.' })
    filter: ContactFilter | null,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listContacts(this.domain, accountOf(context), filter ?? {}, page));
  }

  @Authorized()
  @Mutation(() => UpdateContactMetadataResult, {
    description: 'Merges metadata key by key into what is kept about a contact; a null removes a key.',
  })
  async updateContactMetadata(
    @Arg('contactId', () => ID, { description: 'UUID of the contact.' }) contactId: string,
    @Arg('metadata', () => JSONObject, { description: 'The keys to set or to remove; at most 32 levels and 64 kB.' })
    metadata: Record<string, unknown>,
    @Ctx() context: RequestContext,
  ) {
    const problem = jsonProblem('metadata', metadata);
    if (problem) throw badInput({ metadata: [problem] });
    const contact = await updateContactMetadata(this.domain, accountOf(context), contactId, metadata);
    return toUpdateContactMetadataResult(contact);
  }
}
