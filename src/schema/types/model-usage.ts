import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'What was taken of a language model.' })
export class ModelUsage {
  @Field(() => String, { nullable: true, description: 'The model; null if none was asked.' }) model!: string | null;
  @Field(() => Int, { description: 'Tokens that it read.' }) promptTokens!: number;
  @Field(() => Int, { description: 'Tokens that it wrote.' }) completionTokens!: number;
}
