import { readFindings } from '../../../src/conversation/analysis/read-findings';
import { ModelFailure } from '../../../src/conversation/model/language-model';
import type { AnalysisQuestion } from '../../../src/services/agents/settings';

const question = (name: string, type: AnalysisQuestion['type'], choices: string[] = []): AnalysisQuestion => ({
  name,
  type,
  choices,
  description: 'What?',
  required: false,
});

const TURNS = new Set([0, 1, 2, 5]);
const SOUND = {
  summary: ' All went well. ',
  sentiment: 'POSITIVE',
  keyPoints: ['one', ' ', ''],
  actionItems: [],
  success: { verdict: 'SUCCESS', score: 0.9, rationale: 'It did.' },
  memory: null,
  extracted: {},
};

const read = (given: object, ...questions: AnalysisQuestion[]) =>
  readFindings({ ...SOUND, ...given }, questions, TURNS);
const extract = (type: AnalysisQuestion['type'], answer: unknown, choices?: string[]) =>
  read({ extracted: { q: answer } }, question('q', type, choices)).extracted[0];

test('a sound answer is taken as it is, without empty texts', () => {
  expect(read({})).toEqual({ ...SOUND, summary: 'All went well.', keyPoints: ['one'], extracted: [] });
});

test.each([
  [
    [0, 1],
    [0, 1],
  ],
  [
    [5, 1, 5, 1],
    [1, 5],
  ],
  [[3, 99, -1, 1.5, 2], [2]],
  [['1', null, {}, [1], 2], [2]],
  [[1e308, Number.MAX_SAFE_INTEGER], []],
  ['1', []],
  [null, []],
  [undefined, []],
])('of the evidence %j there remains %j', (evidence, remains) => {
  expect(extract('STRING', { value: 'yes', evidence })).toMatchObject({
    value: 'yes',
    evidence: remains,
    supported: remains.length > 0,
  });
});

test('a value without evidence is kept and marked, and there is no evidence for no value', () => {
  expect(extract('NUMBER', { value: 4, evidence: [] })).toMatchObject({ value: 4, supported: false });
  expect(extract('NUMBER', { value: null, evidence: [1] })).toMatchObject({
    value: null,
    evidence: [],
    supported: false,
  });
});

test.each<[AnalysisQuestion['type'], unknown, unknown]>([
  ['NUMBER', 3.5, 3.5],
  ['NUMBER', '3.5', null],
  ['NUMBER', true, null],
  ['BOOLEAN', false, false],
  ['BOOLEAN', 'false', null],
  ['BOOLEAN', 0, null],
  ['DATE', '2026-02-28', '2026-02-28'],
  ['DATE', '2026-02-30', null],
  ['DATE', 'tomorrow', null],
  ['DATE', '2026-02-28T00:00:00Z', null],
  ['CHOICE', 'red', 'red'],
  ['CHOICE', 'Red', null],
  ['CHOICE', 'constructor', null],
  ['STRING', ' Acme ', 'Acme'],
  ['STRING', '  ', null],
  ['STRING', 7, null],
  ['STRING', ['Acme'], null],
  ['STRING', { toString: 'Acme' }, null],
])('as an answer of kind %s, %j is %j', (type, value, taken) => {
  expect(extract(type, { value, evidence: [1] }, ['red', 'blue'])?.value).toBe(taken);
});

test.each([true, 'yes', null, [], 4, { evidence: [1] }, { value: undefined }])(
  'an answer that is %j is none, and does not spoil the others',
  (answer) => {
    const { extracted } = read(
      { extracted: { q: answer, other: { value: 'kept', evidence: [2] } } },
      question('q', 'STRING'),
      question('other', 'STRING'),
    );
    expect(extracted.map(({ value }) => value)).toEqual([null, 'kept']);
  },
);

test('there is an answer to every question that was asked, in its order, and to no other', () => {
  const given = JSON.parse('{"b": {"value": "1", "evidence": [0]}, "stranger": {"value": "2", "evidence": [0]}}');
  const names = ['__proto__', 'constructor', 'a', 'b'];
  const { extracted } = read({ extracted: given }, ...names.map((name) => question(name, 'STRING')));
  expect(extracted.map(({ name, value }) => [name, value])).toEqual([
    ['__proto__', null],
    ['constructor', null],
    ['a', null],
    ['b', '1'],
  ]);
});

test.each([
  ['SUCCESS', null, { verdict: 'FAILURE', score: 0.5, rationale: 'There is no answer to day, hour. It did.' }],
  ['SUCCESS', '2026-02-28', { verdict: 'FAILURE', score: 0.5, rationale: 'There is no answer to hour. It did.' }],
  ['FAILURE', null, { verdict: 'FAILURE', score: 0.9, rationale: 'It did.' }],
  ['UNKNOWN', null, { verdict: 'UNKNOWN', score: 0.9, rationale: 'It did.' }],
])('a %s without an answer that is required, the other being %j, is %j', (verdict, day, success) => {
  const questions = [question('day', 'DATE'), question('hour', 'NUMBER'), question('color', 'STRING')];
  const required = questions.map((asked) => ({ ...asked, required: asked.name !== 'color' }));
  const extracted = { day: { value: day, evidence: [1] }, hour: { value: 'ten', evidence: [2] } };
  expect(read({ success: { ...SOUND.success, verdict }, extracted }, ...required).success).toEqual(success);
});

test('a call with every required answer is what the model says', () => {
  const hour = { ...question('hour', 'NUMBER'), required: true };
  expect(read({ extracted: { hour: { value: 10, evidence: [] } } }, hour).success).toEqual(SOUND.success);
});

test('what a database cannot store is taken out, and what is too long is cut', () => {
  const { summary, keyPoints, memory } = read({
    summary: 'a\u0000b\ud800c',
    keyPoints: Array.from({ length: 1000 }, () => 'x'),
    memory: `${'y'.repeat(4999)}\u{1f600}${'y'.repeat(100_000)}`,
  });
  expect(summary).toBe('ab\ufffdc');
  expect(keyPoints).toHaveLength(50);
  expect(memory).toHaveLength(5000);
  expect(memory?.isWellFormed()).toBe(true);
});

test.each([
  [-3, 0],
  [7, 1],
  [0.25, 0.25],
])('a score of %d is %d', (score, taken) => {
  expect(read({ success: { ...SOUND.success, score } }).success.score).toBe(taken);
});

test.each([
  null,
  'All went well.',
  [],
  {},
  { ...SOUND, sentiment: 'HAPPY' },
  { ...SOUND, summary: 7 },
  { ...SOUND, success: null },
  { ...SOUND, success: { ...SOUND.success, score: '1' } },
  { ...SOUND, keyPoints: 'one' },
])('an answer of another shape is garbled: %#', (value) => {
  const failure = () => readFindings(value, [], TURNS);
  expect(failure).toThrow(ModelFailure);
  expect(failure).toThrow(expect.objectContaining({ kind: 'garbled' }));
});
