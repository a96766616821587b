import fc from 'fast-check';
import { agentSettings, type HttpTool } from '../../../../src/services/agents/settings';
import { checkTool } from '../../../../src/services/agents/tools/check-tool';
import { checkToolSchema, readInput } from '../../../../src/services/agents/tools/tool-schema';

const tool = (members: object = {}): HttpTool =>
  ({
    ...agentSettings.parse({ tools: [{ name: 'book', description: 'Books.', url: 'https://example.com/' }] }).tools[0],
    ...members,
  }) as HttpTool;
const check = (members: object, allowPrivateAddresses = false) => checkTool(tool(members), { allowPrivateAddresses });

describe('a tool before an agent gets it', () => {
  test('nothing is wrong with a plain one', () => {
    expect(check({ secretHeaders: { Authorization: 'Bearer x', 'X-Api-Key': 'y', Cookie: 'z' } })).toEqual({});
    expect(check({ url: 'https://example.com:8443/x?a=b' })).toEqual({});
  });

  test.each(['end_call', 'transfer_call', 'send_digits', 'leave_voicemail'])('the name %s is taken', (name) => {
    expect(Object.keys(check({ name }))).toEqual(['name']);
  });

  test.each([
    'Host',
    'content-length',
    'Content-Type',
    'Content-Encoding',
    'CONNECTION',
    'Transfer-Encoding',
    'TE',
    'Trailer',
    'Upgrade',
    'Expect',
    'Keep-Alive',
    'Proxy-Authorization',
    'X-Call-Id',
    'Idempotency-Key',
    'User-Agent',
    'Accept-Encoding',
  ])('the header %s is not the tool’s to set', (name) => {
    expect(check({ secretHeaders: { [name]: 'secret-value' } })).toEqual({
      secretHeaders: [`must not set the header ${name}`],
    });
  });

  test.each([
    ['X-A', 'secret\r\nHost: evil'],
    ['X-A', 'secret\u0000'],
    ['X A', 'secret'],
    ['', 'secret'],
  ])('the header %j: %j is refused without its value', (name, value) => {
    const problems = check({ secretHeaders: { [name]: value } });
    expect(problems.secretHeaders).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('secret\\');
    expect(JSON.stringify(problems)).not.toContain('evil');
  });

  test.each([
    ['https://user:pw@example.com/', /user name/],
    ['https://user@example.com/', /user name/],
    ['https://example.com:25/', /port/],
    ['http://example.com:22/', /port/],
    ['ftp://example.com/', /http or https/],
    ['file:///etc/passwd', /http or https/],
    ['nonsense', /http or https/],
  ])('the URL %s', (url, problem) => {
    expect(check({ url })).toEqual({ url: [expect.stringMatching(problem)] });
    expect(check({ url }, true)).toEqual({ url: [expect.stringMatching(problem)] });
  });

  test('secrets do not go over plain HTTP, except where one is at home', () => {
    const members = { url: 'http://example.com/', secretHeaders: { 'X-Key': 'x' } };
    expect(check(members)).toEqual({ url: [expect.stringMatching(/https/)] });
    expect(check(members, true)).toEqual({});
    expect(check({ url: 'http://example.com/' })).toEqual({});
  });
});

const properties = (schema: object) => ({ type: 'object', properties: { x: schema } });
/** Each level asks the next twice. */
const doubling = (levels: number) => ({
  type: 'object',
  properties: { x: { $ref: '#/$defs/d0' } },
  $defs: Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `d${level}`,
      level === levels - 1 ? { type: 'string' } : { allOf: [0, 1].map(() => ({ $ref: `#/$defs/d${level + 1}` })) },
    ]),
  ),
});

describe('schemas', () => {
  test.each([
    ['2020-12', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...properties({ type: 'string' }) }],
    ['draft 7', { $schema: 'http://json-schema.org/draft-07/schema#', ...properties({ type: 'string' }) }],
    ['definitions of its own', { ...properties({ $ref: '#/$defs/a' }), $defs: { a: { type: 'string' } } }],
    ['unknown words', { ...properties({ type: 'string', example: 'a', format: 'phone' }), 'x-note': 1 }],
  ])('%s', (_, schema) => {
    expect(checkToolSchema(schema)).toEqual([]);
    expect(readInput(schema, '{"x":"a"}')).toEqual({ arguments: { x: 'a' } });
    expect(readInput(schema, '{"x":1}')).toEqual({ problem: expect.stringContaining('x must be string') });
  });

  test('schemas of the same $id do not meet', () => {
    const schema = (type: string) => ({ $id: 'https://example.com/s', ...properties({ type }) });
    expect(readInput(schema('string'), '{"x":"a"}')).toEqual({ arguments: { x: 'a' } });
    expect(readInput(schema('number'), '{"x":1}')).toEqual({ arguments: { x: 1 } });
    expect(readInput(schema('string'), '{"x":"a"}')).toEqual({ arguments: { x: 'a' } });
  });

  test.each([
    ['not of an object', { type: 'array' }, /type object/],
    ['no type', { properties: {} }, /type object/],
    ['a wrong keyword', properties({ type: 'strnig' }), /properties\.x\.type/],
    ['a wrong pattern', properties({ type: 'string', pattern: '(' }), /regular expression/i],
    ['elsewhere', properties({ $ref: 'https://example.com/schema.json' }), /can't resolve reference/],
    ['nowhere', properties({ $ref: '#/$defs/none' }), /can't resolve reference/],
    ['asynchronous', { $async: true, type: 'object' }, /asynchronous/],
    ['too large', properties({ description: 'x'.repeat(16_000) }), /16 kB/],
    ['too deep', JSON.parse(`${'{"not":'.repeat(30)}{"type":"object"}${'}'.repeat(30)}`), /20 levels/],
  ])('%s is refused', (_, schema, problem) => {
    expect(checkToolSchema(schema)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  test.each([
    ['a pattern that backtracks', properties({ type: 'string', pattern: '^(a+)+$' }), { x: `${'a'.repeat(40)}!` }],
    ['parts that double', doubling(40), { x: 'a' }],
    ['a schema that asks itself', { type: 'object', allOf: [{ $ref: '#' }] }, { x: 'a' }],
  ])('%s ends in time', (_, schema, input) => {
    const started = performance.now();
    checkToolSchema(schema);
    expect(readInput(schema, JSON.stringify(input))).toEqual({
      problem: expect.stringContaining('could not be checked'),
    });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(readInput(properties({ type: 'string' }), '{"x":"still works"}')).toEqual({
      arguments: { x: 'still works' },
    });
  });

  test('any schema and any input are answered', () => {
    const word = fc.constantFrom(
      'type',
      'properties',
      '$ref',
      '$id',
      '$async',
      'items',
      'allOf',
      'not',
      'enum',
      'pattern',
      '__proto__',
    );
    const schema = fc.dictionary(word, fc.oneof(fc.jsonValue(), fc.constantFrom('object', '#', {}, [{}])));
    fc.assert(
      fc.property(schema, fc.oneof(fc.json(), fc.string()), (parameters, input) => {
        expect(Array.isArray(checkToolSchema({ type: 'object', ...parameters }))).toBe(true);
        const read = readInput({ type: 'object', ...parameters }, input);
        expect('arguments' in read || read.problem.length > 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('a key __proto__ is an argument like any other', () => {
    const read = readInput({ type: 'object', additionalProperties: false }, '{"__proto__":{"a":1}}');
    expect(read).toEqual({ problem: expect.stringContaining('__proto__') });
  });
});
