import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { bounded, isTakingTooLong } from '../../bounded';
import { Recent } from '../../recent';
import { hasInfiniteNumber, hasUnstorableText, isTooDeep } from '../../storable-json';

/** A JSON Schema of type object. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What a model wrote, read: its arguments, or what is wrong with them in words that let it correct itself. */
export type ReadInput = { arguments: Record<string, unknown> } | { problem: string };

const MAX_SCHEMA = 16_000;
const MAX_DEPTH = 20;
const MAX_INPUT = 16_000;
const MAX_PROBLEMS = 5;
const COMPILE_MS = 1000;
const VALIDATE_MS = 100;

const OPTIONS = { strict: false, allErrors: true, ownProperties: true, validateFormats: false, logger: false } as const;
const metaSchema = new Ajv2020(OPTIONS);
const compiled = new Recent<ValidateFunction>(500, 500_000);

/** What is wrong with the schema of a tool's parameters, in words for its author. JSON Schema 2020-12 without remote parts. */
export function checkToolSchema(parameters: Parameters): string[] {
  if (isTooDeep(parameters, MAX_DEPTH)) return [`must not be nested deeper than ${MAX_DEPTH} levels`];
  if (JSON.stringify(parameters).length > MAX_SCHEMA) return [`must not be larger than ${MAX_SCHEMA / 1000} kB`];
  if (hasUnstorableText(parameters)) return ['must not contain U+0000 or lone surrogates'];
  if (hasInfiniteNumber(parameters)) return ['must not contain numbers beyond 1.8e308'];
  if (parameters.type !== 'object') return ['must be a JSON Schema of type object'];
  if ('$async' in parameters) return ['must not be asynchronous'];
  const { $schema: _, ...schema } = parameters;
  try {
    if (!bounded(COMPILE_MS, () => metaSchema.validateSchema(schema)))
      return (metaSchema.errors ?? []).map(inWords).slice(0, 3);
    compile(parameters);
    return [];
  } catch (error) {
    return [isTakingTooLong(error) ? 'takes too long to read' : (error as Error).message.slice(0, 300)];
  }
}

/**
 * Reads the arguments of a tool call. Nothing at all stands for no arguments.
 * @param input JSON text, which may not be JSON
 */
export function readInput(parameters: Parameters, input: string): ReadInput {
  if (input.length > MAX_INPUT)
    return { problem: `The arguments are longer than ${MAX_INPUT / 1000} kB. Make them shorter.` };
  const value = parse(input.trim() || '{}');
  if (!isObject(value)) return { problem: 'The arguments are not a JSON object. Give them as one JSON object.' };
  try {
    const validate = validatorOf(parameters);
    if (bounded(VALIDATE_MS, () => validate(value)) === true) return { arguments: value };
    const problems = (validate.errors ?? []).slice(0, MAX_PROBLEMS).map(inWords).join('; ');
    return { problem: `The arguments are wrong: ${problems.slice(0, 1000)}. Correct them and call the tool again.` };
  } catch {
    return { problem: 'The arguments could not be checked. Give simpler ones.' };
  }
}

function validatorOf(parameters: Parameters): ValidateFunction {
  return compiled.get(JSON.stringify(parameters), () => compile(parameters));
}

/** Each schema has a validator of its own, because schemas of different accounts may have the same `$id`. */
function compile({ $schema: _, ...schema }: Parameters): ValidateFunction {
  const ajv = new Ajv2020({ ...OPTIONS, meta: false, validateSchema: false });
  return bounded(COMPILE_MS, () => ajv.compile(schema));
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  const where = instancePath.slice(1).replaceAll('/', '.');
  const allowed: unknown = params.allowedValues ?? params.additionalProperty;
  const detail = allowed === undefined ? '' : ` (${Array.isArray(allowed) ? allowed.join(', ') : String(allowed)})`;
  return `${where ? `${where} ` : ''}${message ?? 'is wrong'}${detail}`;
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
