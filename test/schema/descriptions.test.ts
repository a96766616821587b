import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { buildTestSchema } from './support/build';

interface Described {
  name: string;
  description?: string | null;
}

/** Everything in a type that a reader may wonder about, by its path. */
function partsOf(type: GraphQLNamedType): Array<[string, Described]> {
  const parts: Array<[string, Described]> = [[type.name, type]];
  if (isEnumType(type)) for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value]);
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) parts.push([`${type.name}.${field.name}`, field]);
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push([`${type.name}.${field.name}`, field]);
      for (const argument of field.args) parts.push([`${type.name}.${field.name}(${argument.name})`, argument]);
    }
  }
  return parts;
}

const types = Object.values(buildTestSchema().getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const parts = types.flatMap(partsOf);

test('every type, field, argument, input member and enum value has a description', () => {
  expect(parts.length).toBeGreaterThan(300);
  expect(parts.filter(([, { description }]) => !description?.trim()).map(([path]) => path)).toEqual([]);
});

test('a description is a sentence: it starts with a capital, ends with a period and does not repeat the name', () => {
  const own = parts.filter(([path]) => !['DateTime', 'JSON', 'JSONObject'].includes(path));
  const odd = own.filter(([, { name, description }]) => {
    const text = description?.trim() ?? '';
    return !/^[A-Z`]/.test(text) || !/[.`]$/.test(text) || text.replace(/\W/g, '').toLowerCase() === name.toLowerCase();
  });
  expect(odd.map(([path, { description }]) => `${path}: ${description}`)).toEqual([]);
});
