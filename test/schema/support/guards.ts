import { type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/**
 * Fields that say `@Authorized` and are nevertheless resolved by reading a property, where nobody looks at it.
 * TypeGraphQL gives such fields no resolver of their own.
 */
export function unguardedFields(schema: GraphQLSchema): string[] {
  return getMetadataStorage().objectTypes.flatMap((metadata) => {
    const type = schema.getType(metadata.name);
    if (!isObjectType(type)) return [];
    const fields = type.getFields();
    return (metadata.fields ?? [])
      .filter(({ roles, schemaName }) => roles !== undefined && fields[schemaName]?.resolve === undefined)
      .map(({ schemaName }) => `${type.name}.${schemaName}`);
  });
}
