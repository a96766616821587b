import { ArgsType, Field, Int } from 'type-graphql';
import type { PageRequest } from '../../services/paging';

@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, { nullable: true, description: 'So many from the beginning, 1 to 100; 20 unless told.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' }) after?: string | null;
  @Field(() => Int, { nullable: true, description: 'So many from the end, 1 to 100.' }) last?: number | null;
  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' }) before?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Skips so many from the beginning; for page numbers, instead of cursors.',
  })
  offset?: number | null;
}
