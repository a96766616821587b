import { type GraphQLSchema, graphql, parse, subscribe } from 'graphql';
import {
  AuthenticationError,
  Authorized,
  buildSchemaSync,
  Field,
  FieldResolver,
  getMetadataStorage,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { rootDocuments, subscriptionDocuments } from '../support/root-documents';
import { buildTestSchema } from './support/build';
import { unguardedFields } from './support/guards';

const schema = buildTestSchema();

test('no field that asks for a key is read as a plain property', () => {
  const guarded = getMetadataStorage().objectTypes.flatMap(({ fields = [] }) => fields.filter(({ roles }) => roles));
  expect(guarded.length).toBeGreaterThan(5);
  expect(unguardedFields(schema)).toEqual([]);
});

test('the check of plain fields finds one that is wrong', () => {
  expect(unguardedFields(carelessSchema())).toEqual(['Careless.plain']);
});

test.each(rootDocuments(schema))('%s refuses a context without a viewer whatever the door did', async (_, source) => {
  const { errors } = await graphql({ schema, source, contextValue: { viewer: null } });
  expect(errors?.map((error) => error.originalError)).toEqual([expect.any(AuthenticationError)]);
});

test.each(subscriptionDocuments(schema))('%s refuses a context without a viewer, too', async (_, source) => {
  const result = await subscribe({ schema, document: parse(source), contextValue: { viewer: null } });
  const { errors } = result as Exclude<typeof result, AsyncIterable<unknown>>;
  expect(errors?.map((error) => error.originalError)).toEqual([expect.any(AuthenticationError)]);
});

/** A schema with the mistake, made after the real one so that it is no part of it. */
function carelessSchema(): GraphQLSchema {
  @ObjectType({ simpleResolvers: true })
  class Careless {
    @Authorized()
    @Field(() => String)
    plain!: string;
    @Field(() => String) resolved!: string;
  }

  @Resolver(() => Careless)
  class CarelessResolver {
    @Query(() => Careless)
    careless(): Careless {
      return { plain: 'secret', resolved: '' };
    }

    @Authorized()
    @FieldResolver(() => String)
    resolved(): string {
      return 'guarded';
    }
  }

  return buildSchemaSync({ resolvers: [CarelessResolver], authChecker: () => false });
}
