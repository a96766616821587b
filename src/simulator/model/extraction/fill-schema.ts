import { isObject, type JsonSchema } from '../chat-request';

/** Beyond this depth only what a schema demands is filled in: schemas may contain themselves. */
const DEEPEST = 12;
const FORMATS: Readonly<Record<string, string>> = {
  date: '1970-01-01',
  'date-time': '1970-01-01T00:00:00Z',
  time: '00:00:00Z',
  email: 'nobody@example.com',
  uri: 'https://example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/**
 * A value that fits a JSON Schema, made of a suggestion as far as that fits, and else the plainest there is. A `pattern`
 * is met by a suggestion only.
 */
export function fill(schema: unknown, suggestion: unknown): unknown {
  return new Filler(schema).fill(schema, suggestion, 0);
}

class Filler {
  constructor(readonly root: unknown) {}

  fill(given: unknown, suggestion: unknown, depth: number): unknown {
    const schema = this.#resolve(given);
    if ('const' in schema) return schema.const;
    if (Array.isArray(schema.enum)) return this.#choose(schema.enum, suggestion);
    const branches = schema.anyOf ?? schema.oneOf;
    if (Array.isArray(branches)) return this.fill(this.#branch(branches, suggestion, depth), suggestion, depth + 1);

    const type = this.#typeFor(schema, suggestion);
    if (type === 'object') return this.#object(schema, suggestion, depth);
    if (type === 'array') return this.#array(schema, suggestion, depth);
    if (type === 'string') return text(schema, suggestion);
    if (type === 'number' || type === 'integer') return number(schema, suggestion, type === 'integer');
    if (type === 'boolean') return suggestion === true;
    return type === 'null' ? null : (suggestion ?? null);
  }

  /** A schema without references and with its `allOf` merged. */
  #resolve(given: unknown, depth = 0): JsonSchema {
    if (!isObject(given)) return {};
    if (typeof given.$ref === 'string' && depth < DEEPEST) return this.#resolve(this.#at(given.$ref), depth + 1);
    if (!Array.isArray(given.allOf) || depth >= DEEPEST) return given;
    const { allOf, ...own } = given;
    return [...allOf.map((part) => this.#resolve(part, depth + 1)), own].reduce(merged, {});
  }

  #at(reference: string): unknown {
    const path = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
    return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.root);
  }

  #choose(choices: readonly unknown[], suggestion: unknown): unknown {
    if (choices.includes(suggestion)) return suggestion;
    return suggestion === undefined || !choices.includes(null) ? choices[0] : null;
  }

  /** The branch that the suggestion fits; else null, if allowed; else the first. */
  #branch(branches: readonly unknown[], suggestion: unknown, depth: number): unknown {
    const isNull = (branch: unknown) => this.#resolve(branch).type === 'null';
    const nothing = branches.find(isNull);
    if (suggestion === undefined || suggestion === null || depth > DEEPEST) return nothing ?? branches[0];
    const fits = (branch: unknown) => !isNull(branch) && sameKind(this.fill(branch, suggestion, depth + 1), suggestion);
    return branches.find(fits) ?? nothing ?? branches[0];
  }

  /** Null where it is allowed and there is nothing better to say. */
  #typeFor(schema: JsonSchema, suggestion: unknown): unknown {
    if (!Array.isArray(schema.type))
      return schema.type ?? (schema.properties ? 'object' : schema.items ? 'array' : undefined);
    const { type: types, ...rest } = schema;
    const fitting = types.find(
      (type) => type !== 'null' && sameKind(this.fill({ ...rest, type }, suggestion, DEEPEST), suggestion),
    );
    return fitting ?? (types.includes('null') ? 'null' : types[0]);
  }

  #object(schema: JsonSchema, suggestion: unknown, depth: number): Record<string, unknown> {
    const suggested = new Map(isObject(suggestion) ? Object.entries(suggestion) : []);
    const required = Array.isArray(schema.required) ? schema.required : [];
    const properties = isObject(schema.properties) ? schema.properties : {};
    const filled: Record<string, unknown> = {};
    for (const name of new Set([...Object.keys(properties), ...required.map(String)])) {
      const wanted = required.includes(name) || (depth < DEEPEST && suggested.has(name));
      if (wanted) filled[name] = this.fill(properties[name], suggested.get(name), depth + 1);
    }
    return filled;
  }

  #array(schema: JsonSchema, suggestion: unknown, depth: number): unknown[] {
    const items = Array.isArray(suggestion) ? suggestion.slice(0, limit(schema.maxItems, Infinity)) : [];
    const filled = items.map((item) => this.fill(schema.items, item, depth + 1));
    while (filled.length < limit(schema.minItems, 0)) filled.push(this.fill(schema.items, undefined, depth + 1));
    return filled;
  }
}

function merged(whole: JsonSchema, part: JsonSchema): JsonSchema {
  const properties =
    isObject(whole.properties) && isObject(part.properties) ? { ...whole.properties, ...part.properties } : undefined;
  const required =
    Array.isArray(whole.required) && Array.isArray(part.required) ? [...whole.required, ...part.required] : undefined;
  return { ...whole, ...part, ...(properties && { properties }), ...(required && { required }) };
}

/** Whether a filled value still says what was suggested. */
function sameKind(value: unknown, suggestion: unknown): boolean {
  if (typeof suggestion === 'object' && suggestion !== null)
    return Array.isArray(value) === Array.isArray(suggestion) && typeof value === 'object';
  return value === suggestion;
}

function text(schema: JsonSchema, suggestion: unknown): string {
  const usable =
    typeof suggestion === 'string' &&
    (typeof schema.pattern !== 'string' || new RegExp(schema.pattern, 'u').test(suggestion));
  const plain = usable ? suggestion : (FORMATS[String(schema.format)] ?? '');
  return plain.slice(0, limit(schema.maxLength, Infinity)).padEnd(limit(schema.minLength, 0), '-');
}

function number(schema: JsonSchema, suggestion: unknown, whole: boolean): number {
  const lowest = Math.max(
    limit(schema.minimum, -Infinity),
    limit(schema.exclusiveMinimum, -Infinity) + (whole ? 1 : 1e-6),
  );
  const highest = Math.min(
    limit(schema.maximum, Infinity),
    limit(schema.exclusiveMaximum, Infinity) - (whole ? 1 : 1e-6),
  );
  const wanted = typeof suggestion === 'number' && Number.isFinite(suggestion) ? suggestion : 0;
  const within = Math.min(Math.max(wanted, lowest), highest);
  return whole ? Math.round(within) : within;
}

function limit(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
