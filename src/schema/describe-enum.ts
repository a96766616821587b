import { registerEnumType } from 'type-graphql';

/** Shows an enum, each value with a description. */
export function describe<E extends Record<string, string>>(
  enumeration: E,
  name: string,
  description: string,
  values: { [Member in keyof E]: string },
): void {
  const valuesConfig = Object.fromEntries(
    Object.entries<string>(values).map(([member, text]) => [member, { description: text }]),
  );
  registerEnumType(enumeration, { name, description, valuesConfig: valuesConfig as never });
}
