import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLSchema,
  GraphQLString,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { type Issues, noIssues } from '../errors';
import { closest } from './closest';
import { InitiateCallInput } from './inputs/initiate-call-input';
import { DateTime, INVALID_PHONE_NUMBER, JSONObject, PhoneNumber } from './scalars';
import { issuesOfInput } from './validate';
import { variableOf } from './variable-of';

/** Input types whose members have rules of their own beside their GraphQL types. */
const RULES: Readonly<Record<string, new () => object>> = { InitiateCallInput };

const NONE: ReadonlySet<string> = new Set();

/**
 * Everything that is wrong with the variables of an operation, whatever kind of wrongness each has. GraphQL alone stops
 * at the first kind, and says it in its own words.
 * Members of an input object are named without the variable, so `$input: {toNumber}` is `toNumber`, as in REST.
 * @param required names of variables that must not be null, whatever they were declared to be
 * @returns null when the variables are right
 */
export function explainVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  required: ReadonlySet<string> = NONE,
): Issues | null {
  const issues = noIssues();
  for (const { variable, type: node, defaultValue } of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]);
    const value = variableOf(variables, variable.name.value);
    if (!isInputType(type) || (value === undefined && defaultValue)) continue;
    explain(type, value, [variable.name.value], issues, []);
  }
  for (const name of required) if (variableOf(variables, name) === null) issues[name] ??= [`${name} is required`];
  return Object.keys(issues).length > 0 ? issues : null;
}

type Path = readonly string[];

/** @param above what the names of members begin with */
function explain(type: GraphQLInputType, value: unknown, path: Path, issues: Issues, above = path): void {
  if (isNonNullType(type)) {
    if (value == null) report(path, `${nameOf(path)} is required`, issues);
    else explain(type.ofType, value, path, issues, above);
  } else if (value == null) {
    return;
  } else if (isListType(type)) {
    const items = Array.isArray(value) ? value : [value];
    for (const [index, item] of items.entries()) explain(type.ofType, item, [...path, String(index)], issues);
  } else if (isInputObjectType(type)) {
    explainObject(type, value, path, issues, above);
  } else {
    explainLeaf(type, value, path, issues);
  }
}

function explainObject(type: GraphQLInputObjectType, value: unknown, path: Path, issues: Issues, above: Path): void {
  if (typeof value !== 'object' || Array.isArray(value)) {
    report(path, `${path.at(-1)} must be an object`, issues);
    return;
  }
  const members = value as Record<string, unknown>;
  const fields = type.getFields();
  for (const field of Object.values(fields)) {
    if (members[field.name] === undefined && field.defaultValue !== undefined) continue;
    explain(field.type, members[field.name], [...above, field.name], issues);
  }
  for (const name of Object.keys(members)) {
    if (!(name in fields))
      report([...above, name], `${name} is not known${closest(name, Object.keys(fields))}`, issues);
  }
  addRules(type, members, above, issues);
}

/** A rule of the class says more than "not an ID", and nothing new about a member that is missing or of a wrong type. */
function addRules(type: GraphQLInputObjectType, members: object, path: Path, issues: Issues): void {
  const rules = RULES[type.name];
  if (!rules) return;
  const known = Object.entries(members).filter(([name]) => name in type.getFields());
  for (const [member, messages] of Object.entries(
    issuesOfInput(Object.assign(new rules(), Object.fromEntries(known))) ?? {},
  )) {
    const key = [...path, member].join('.');
    if (!issues[key] || issues[key].includes(NO_ID)) issues[key] = messages;
  }
}

const NO_ID = 'must be an ID';

function explainLeaf(type: GraphQLLeafType, value: unknown, path: Path, issues: Issues): void {
  try {
    type.parseValue(value);
  } catch {
    report(path, wording(type, nameOf(path)), issues);
  }
}

/** What a path is called in words: an item of a list has no name but the list's. */
function nameOf(path: Path): string {
  return String(path.findLast((part) => !/^\d+$/.test(part)));
}

function wording(type: GraphQLLeafType, name: string): string {
  switch (type) {
    case PhoneNumber:
      return INVALID_PHONE_NUMBER;
    case GraphQLID:
      return NO_ID;
    case GraphQLString:
      return `${name} must be a string`;
    case GraphQLInt:
      return `${name} must be an integer`;
    case GraphQLFloat:
      return `${name} must be a number`;
    case GraphQLBoolean:
      return `${name} must be true or false`;
    case JSONObject:
      return `${name} must be an object`;
    case DateTime:
      return `${name} must be a date and time in ISO 8601 format`;
    default:
      return isEnumType(type)
        ? `${name} must be one of ${type
            .getValues()
            .map((value) => value.name)
            .join(', ')}`
        : `${name} is not valid`;
  }
}

function report(path: Path, message: string, issues: Issues): void {
  const key = path.join('.');
  issues[key] = [...(issues[key] ?? []), message];
}
