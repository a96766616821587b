import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** `Since 2026-11-23. Use "newName" instead. Goes on 2027-05-23.`, with backticks for the quotes. */
const REASON = /^Since (\d{4}-\d\d-\d\d)\. Use `[^`]+`[^.]* instead\. Goes on (\d{4}-\d\d-\d\d)\.$/;
/** So long clients have at least. */
const NOTICE_DAYS = 180;
const DAY_MS = 86_400_000;

interface Member {
  name: string;
  deprecationReason?: string | null;
}

/** What is deprecated, by its path, with the reason that is given. */
export function deprecated(schema: GraphQLSchema): Array<[path: string, reason: string]> {
  return membersOf(schema).flatMap(([path, { deprecationReason }]) =>
    deprecationReason == null ? [] : [[path, deprecationReason]],
  );
}

/** What is wrong with the reason of a deprecation; null: it says since when, what to use instead and when the member goes. */
export function faultOf(reason: string): string | null {
  const [, since = '', goes = ''] = REASON.exec(reason) ?? [];
  const days = (Date.parse(goes) - Date.parse(since)) / DAY_MS;
  if (Number.isNaN(days)) return 'must read: Since <date>. Use `<member>` instead. Goes on <date>.';
  return days < NOTICE_DAYS ? `must leave clients ${NOTICE_DAYS} days` : null;
}

function membersOf(schema: GraphQLSchema): Array<[path: string, member: Member]> {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .flatMap((type): Array<[string, Member]> => {
      if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]);
      if (!isObjectType(type) && !isInterfaceType(type)) return [];
      return Object.values(type.getFields()).flatMap(
        (field): Array<[string, Member]> => [
          [`${type.name}.${field.name}`, field],
          ...field.args.map((arg): [string, Member] => [`${type.name}.${field.name}(${arg.name})`, arg]),
        ],
      );
    });
}
