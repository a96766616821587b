import Ajv from 'ajv';
import fc from 'fast-check';
import { fill } from '../../../src/simulator/model/extraction/fill-schema';

type Schema = Record<string, unknown>;

const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });

/** Schemas of every kind that structured output knows; each can be met. */
const { schema } = fc.letrec<{ schema: Schema }>((tie) => {
  const inner = tie('schema');
  const bounds = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(9));
  const properties = fc.dictionary(fc.constantFrom('a', 'b', 'success', 'evidence'), inner, { maxKeys: 3 });
  return {
    schema: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Schema>({ type: 'boolean' }, { type: 'null' }, { type: 'string', format: 'date' }, {}),
      bounds.map(([min, more]) => ({ type: 'integer', minimum: min, maximum: min + more })),
      bounds.map(([min, more]) => ({ type: 'number', exclusiveMinimum: min, maximum: min + more + 1 })),
      bounds.map(([min, more]) => ({ type: 'string', minLength: Math.abs(min), maxLength: Math.abs(min) + more })),
      fc.jsonValue().map((value) => ({ const: value })),
      fc
        .array(fc.constantFrom('x', 'y', 1, null), { minLength: 1 })
        .map((choices) => ({ enum: [...new Set(choices)] })),
      fc
        .uniqueArray(fc.constantFrom('string', 'integer', 'boolean', 'null', 'object', 'array'), { minLength: 1 })
        .map((type) => ({ type })),
      fc
        .tuple(inner, fc.nat(2))
        .map(([items, minItems]) => ({ type: 'array', items, minItems, maxItems: minItems + 1 })),
      fc.array(inner, { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.tuple(properties, fc.boolean()).map(([members, all]) => ({
        type: 'object',
        properties: members,
        required: Object.keys(members).slice(all ? 0 : 1),
        additionalProperties: false,
      })),
    ),
  };
});

test('whatever is suggested, the schema is met', () => {
  fc.assert(
    fc.property(schema, fc.jsonValue(), (wanted, suggestion) => {
      // Ajv compares by these names of every object, whatever they are.
      fc.pre(!/"(toString|valueOf|constructor)":/.test(JSON.stringify([wanted, suggestion])));
      const value: unknown = JSON.parse(JSON.stringify(fill(wanted, suggestion)));
      expect(ajv.validate(wanted, value) ? [] : ajv.errors).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a suggestion that fits is taken', () => {
  const text = { type: ['string', 'null'] };
  const wanted = { type: 'object', properties: { a: text, b: { type: 'array', items: text } }, required: ['a', 'b'] };
  expect(fill(wanted, { a: 'yes', b: ['x', 7, null], c: 1 })).toEqual({ a: 'yes', b: ['x', null, null] });
});
