import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { isIsoTime } from '../services/iso-time';

export { GraphQLJSON as JSONScalar, GraphQLJSONObject as JSONObject } from 'graphql-scalars';

/** Most times were read as the texts that they are shown as. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => (isIsoTime(value) ? value : GraphQLDateTime.serialize(value).toISOString()),
});

/** What an integrator reads about a number that is none. The guide, 400 Bad Request. */
export const INVALID_PHONE_NUMBER = 'Invalid phone number format. Please use international format (e.g., +1234567890).';

const E164 = /^\+[1-9]\d{6,14}$/;

function checked(value: unknown, nodes?: ValueNode): string {
  if (typeof value !== 'string' || !E164.test(value)) throw new GraphQLError(INVALID_PHONE_NUMBER, { nodes });
  return value;
}

/** E.164 and nothing else: numbers are neither trimmed nor reformatted, and no list of real numbers is asked. */
export const PhoneNumber = new GraphQLScalarType<string, string>({
  name: 'PhoneNumber',
  description: 'A phone number in E.164 format: `+`, country code and number without spaces, such as `+919876543210`.',
  specifiedByURL: 'https://www.itu.int/rec/T-REC-E.164',
  extensions: { jsonSchema: { type: 'string', pattern: E164.source } },
  parseValue: (value) => checked(value),
  parseLiteral: (node) => checked(node.kind === Kind.STRING ? node.value : undefined, node),
  serialize: (value) => value as string,
});
