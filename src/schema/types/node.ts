import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({ description: 'Anything that has an id of its own and can be fetched by `node(id:)`.' })
export abstract class Node {
  @Field(() => ID, { description: 'UUID, unique among everything the account has.' }) id!: string;
}
