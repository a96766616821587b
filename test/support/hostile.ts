import type { Answer } from './client';

/** Stands in whatever is sent that is wrong; no answer may repeat it. */
export const MARK = 'hostile-mark';

/** What no answer may tell: what was sent, where our code is, what the database said. */
const UNSPOKEN = new RegExp(`${MARK}|node_modules|\\n +at |/src/|syntax error at|relation "|select |insert into`);

/** Values that are not what anybody asked for, as JSON texts. */
export const VALUES: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '9007199254740993',
  '""',
  '" "',
  `"${MARK}"`,
  `["${MARK}"]`,
  '[]',
  '[[[]]]',
  `{"x":"${MARK}"}`,
  '{}',
  '"\\u0000"',
  `"a\\u0000${MARK}"`,
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0001\\u001b[31m"',
  '"\\u202e"',
  `"${'x'.repeat(70_000)}"`,
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '"__proto__"',
  '"constructor"',
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`,
  '"\'; drop table calls; --"',
  '"2026-02-30"',
  '"0000-01-01T00:00:00Z"',
  '"+1415555010\\n"',
  '"{{7*7}}"',
];

/** A body that is no JSON object in UTF-8, by what is wrong with it. */
export const BODIES: ReadonlyArray<readonly [name: string, body: Buffer | string]> = [
  ['nothing', ''],
  ['a space', ' '],
  ['no JSON', MARK],
  ['half an object', `{"toNumber": "${MARK}`],
  ['two objects', '{}{}'],
  ['a trailing comma', '{"a":1,}'],
  ['a comment', `{} // ${MARK}`],
  ['NaN', '{"a":NaN}'],
  ['single quotes', `{'a':'${MARK}'}`],
  ['a raw control character', '{"a":"\u0001"}'],
  ['a raw line break in a text', '{"a":"\n"}'],
  ['a bad escape', '{"a":"\\x41"}'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['an overlong encoding', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
  ['a surrogate in UTF-8', Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ['zero bytes', Buffer.alloc(100)],
  ['45,000 levels, never closed', '['.repeat(45_000)],
  ['45,000 levels', '['.repeat(45_000) + ']'.repeat(45_000)],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a text', `"${MARK}"`],
  ['a list', `["${MARK}"]`],
];

/** Texts for a place in a path or a query, as they stand on the wire. */
export const ENCODED: readonly string[] = [
  '%00',
  '%',
  '%zz',
  '%E0%A4%A',
  '%ff%fe',
  '%ED%A0%80',
  '%C0%AF',
  '%2F..%2F..%2Fetc',
  '..%2f',
  MARK,
  '__proto__',
  'constructor',
  '%27%20or%201%3D1--',
  '%0d%0aX-Injected:%201',
  '%F0%9F%98%80',
  '%7B%7B7*7%7D%7D',
  'null',
  'undefined',
  '-1',
  '0',
  '1e400',
  'NaN',
  '9007199254740993',
  '2026-02-30',
  '0000-01-01',
  '9999-12-31',
  '+275760-09-13',
  'MjAyNg',
  'x'.repeat(5000),
  '%2B',
  ',,,',
  '*',
];

/** A refusal in the envelope of the door, that tells nothing it should not. Answers whether it is a refusal at all. */
export function expectSane(name: string, { status, headers, body, text }: Answer, door: 'rest' | 'graphql'): boolean {
  const about = `${name}: ${status} ${text.slice(0, 300)}`;
  if (status < 200 || status > 499) throw new Error(about);
  if (UNSPOKEN.test(text)) throw new Error(`tells too much, ${about}`);
  if (!headers.get('Content-Type')?.startsWith('application/json')) throw new Error(`no JSON, ${about}`);
  if (!headers.get('X-Request-Id')) throw new Error(`no request id, ${about}`);
  const refused = status >= 400;
  if (door === 'rest') {
    expect([name, body.success]).toEqual([name, !refused]);
    if (refused) expect([name, body.error]).toEqual([name, expect.any(String)]);
  } else if (refused) {
    expect([name, body.errors]).toEqual([name, expect.arrayContaining([])]);
    for (const error of body.errors)
      expect([name, error.extensions.code]).toEqual([name, expect.stringMatching(/^[A-Z_]+$/)]);
  }
  return refused;
}
