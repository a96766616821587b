import Ajv from 'ajv';
import { type ModelHarness, startModel } from './support/model';

let model: ModelHarness;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

type Schema = Record<string, unknown>;

async function extract(schema: Schema, transcript: string, instructions = 'Analyse the call.'): Promise<unknown> {
  const completion = await model.client.chat.completions.create({
    model: 'simulated',
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: transcript },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'call_analysis', strict: true, schema } },
  });
  const value: unknown = JSON.parse(completion.choices[0]?.message.content ?? '');
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  expect(ajv.validate(schema, value) ? [] : ajv.errors).toEqual([]);
  return value;
}

function object(properties: Schema): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function question(description: string, value: Schema): Schema {
  return { ...object({ value, evidence: { type: 'array', items: { type: 'integer' } } }), description };
}

const texts = { type: 'array', items: { type: 'string' } };

function analysisOf(questions: Schema): Schema {
  return object({
    summary: { type: 'string' },
    sentiment: { type: 'string', enum: ['POSITIVE', 'NEUTRAL', 'NEGATIVE', 'MIXED'] },
    keyPoints: texts,
    actionItems: texts,
    success: object({
      verdict: { type: 'string', enum: ['SUCCESS', 'FAILURE', 'UNKNOWN'] },
      score: { type: 'number', minimum: 0, maximum: 1 },
      rationale: { type: 'string' },
    }),
    memory: { type: ['string', 'null'] },
    extracted: object(questions),
  });
}

interface Analysis {
  summary: string;
  sentiment: string;
  keyPoints: string[];
  actionItems: string[];
  success: { verdict: string; score: number; rationale: string };
  memory: string | null;
  extracted: Record<string, { value: unknown; evidence: number[] }>;
}

const QUESTIONS = {
  keeps_visit: question('Does the person still want the visit?', { type: ['boolean', 'null'] }),
  guests: question('How many guests come along?', { type: ['integer', 'null'] }),
  day: question('The date of the visit', { type: ['string', 'null'], description: 'A date such as 2026-01-31.' }),
  transport: question('Means of transport', { type: ['string', 'null'], enum: ['BY_CAR', 'BY_TRAIN', null] }),
  wish: question('Any special wish', { anyOf: [{ type: 'string' }, { type: 'null' }] }),
  shoe_size: question('Size of their shoes', { type: ['number', 'null'] }),
};
const CALL = `[0] Agent: Hello, this is Acme. Do you still want the visit?
[1] Contact: Sorry?
[2] Agent: Do you still want the visit?
[3] Contact: Yes, that would be great.
[4] Agent: How many guests come along?
[5] Contact: There will be three of us. How much is it?
[6] Agent: I do not know that, but I will pass your question on. What date suits you for the visit?
[7] Contact: November 30th, 2026, please.
[8] Agent: What means of transport do you use?
[9] Contact: We come by train.
[10] Agent: Do you have any special wish?
[11] Contact: A table at the window. Please send me a note.
[12] System: The line was bad.
[13] Agent: Thank you. Goodbye.`;
const GOAL = 'Find out as follows.\nThe goal of the call: The person keeps the visit.';

test('a talk is analysed: what was found, and in which turn', async () => {
  const analysis = (await extract(analysisOf(QUESTIONS), CALL, GOAL)) as Analysis;
  expect(analysis.extracted).toEqual({
    keeps_visit: { value: true, evidence: [3] },
    guests: { value: 3, evidence: [5] },
    day: { value: '2026-11-30', evidence: [7] },
    transport: { value: 'BY_TRAIN', evidence: [9] },
    wish: { value: expect.stringContaining('A table at the window'), evidence: [11] },
    shoe_size: { value: null, evidence: [] },
  });
  expect(analysis.success).toMatchObject({ verdict: 'SUCCESS', score: 0.9 });
  expect(analysis.sentiment).toBe('POSITIVE');
  expect(analysis.summary.match(/[.!?"](\s|$)/g)?.length).toBeGreaterThanOrEqual(2);
  expect(analysis.keyPoints).toContain('We come by train.');
  expect(analysis.actionItems).toEqual([
    'Agent: I do not know that, but I will pass your question on.',
    'Contact: Please send me a note.',
  ]);
  expect(analysis.memory).toContain('A table at the window');
});

test.each([
  ['No, not any more.', false],
  ['That is not right.', false],
  ['Yes, no problem.', true],
  ['I am not sure.', null],
  ['The sky is blue.', null],
])('a yes or no: %s', async (answer, value) => {
  const talk = `[0] Agent: Do you still want the visit?\n[1] Contact: ${answer}`;
  const { extracted } = (await extract(analysisOf(QUESTIONS), talk)) as Analysis;
  expect(extracted.keeps_visit).toEqual({ value, evidence: value === null ? [] : [1] });
});

test.each([
  ['12', 12],
  ['One thousand? No: 1,250 it is.', 1250],
  ['Twelve of us.', 12],
  ['2.5', null],
  ['Many.', null],
])('a whole number: %s', async (answer, value) => {
  const talk = `[0] Agent: How many guests come along?\n[1] Contact: ${answer}`;
  expect(((await extract(analysisOf(QUESTIONS), talk)) as Analysis).extracted.guests?.value).toBe(value);
});

test.each([
  ['2026-12-01', '2026-12-01'],
  ['On the 1st of December 2026.', '2026-12-01'],
  ['Am 1.12.2026.', '2026-12-01'],
  ['February 30, 2026', null],
  ['Next Tuesday.', null],
])('a date: %s', async (answer, value) => {
  const talk = `[0] Agent: What date suits you for the visit?\n[1] Contact: ${answer}`;
  expect(((await extract(analysisOf(QUESTIONS), talk)) as Analysis).extracted.day?.value).toBe(value);
});

test.each([
  ['I am not interested.', 'FAILURE', GOAL],
  ['No.', 'FAILURE', GOAL],
  ['I do not know yet.', 'UNKNOWN', GOAL],
  ['Yes.', 'UNKNOWN', 'No goal is known.'],
])('success: %s is a %s', async (answer, verdict, instructions) => {
  const talk = `[0] Agent: Do you still want the visit?\n[1] Contact: ${answer}`;
  expect(((await extract(analysisOf(QUESTIONS), talk, instructions)) as Analysis).success.verdict).toBe(verdict);
});

test.each([
  ['This is terrible, I am angry.', 'NEGATIVE'],
  ['Lovely, thank you.', 'POSITIVE'],
  ['Great, but the last one was terrible.', 'MIXED'],
  ['On Tuesday.', 'NEUTRAL'],
])('sentiment: %s is %s', async (answer, sentiment) => {
  expect(((await extract(analysisOf({}), `[0] Agent: Hello.\n[1] Contact: ${answer}`)) as Analysis).sentiment).toBe(
    sentiment,
  );
});

test('of a call on which nobody spoke nothing is known', async () => {
  const analysis = (await extract(analysisOf(QUESTIONS), '[0] Agent: Hello?', GOAL)) as Analysis;
  expect(analysis).toMatchObject({ sentiment: 'NEUTRAL', keyPoints: [], actionItems: [], memory: null });
  expect(analysis.success).toMatchObject({ verdict: 'FAILURE', score: 0 });
  expect(Object.values(analysis.extracted)).toEqual(Object.keys(QUESTIONS).map(() => ({ value: null, evidence: [] })));
});

test.each<[string, Schema]>([
  ['numbers with bounds', object({ a: { type: 'integer', minimum: 3 }, b: { type: 'number', exclusiveMaximum: 0 } })],
  ['texts with lengths', object({ a: { type: 'string', minLength: 4 }, b: { type: 'string', format: 'date' } })],
  ['lists with lengths', object({ a: { type: 'array', minItems: 2, items: { type: 'boolean' } } })],
  ['constants and choices', object({ a: { const: 7 }, b: { enum: ['x', 'y'] }, c: { type: ['number', 'null'] } })],
  ['a summary of another type', object({ summary: { type: 'integer' }, success: { type: 'boolean' } })],
  [
    'references and unions',
    {
      ...object({ a: { $ref: '#/$defs/node' }, b: { anyOf: [{ $ref: '#/$defs/leaf' }, { type: 'null' }] } }),
      $defs: {
        leaf: object({ name: { type: 'string' } }),
        node: object({ leaf: { $ref: '#/$defs/leaf' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } }),
      },
    },
  ],
  ['all of several', { allOf: [object({ a: { type: 'string' } }), object({ b: { type: 'integer' } })] }],
])('any schema is met: %s', async (_, schema) => {
  const relaxed = schema.allOf
    ? { allOf: (schema.allOf as Schema[]).map(({ additionalProperties: _, ...rest }) => rest) }
    : schema;
  await extract(relaxed, CALL);
});

test('without a schema it is still an analysis', async () => {
  const completion = await model.client.chat.completions.create({
    model: 'simulated',
    messages: [{ role: 'user', content: CALL }],
    response_format: { type: 'json_object' },
  });
  expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toMatchObject({ sentiment: 'POSITIVE' });
});
