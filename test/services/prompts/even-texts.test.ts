import { areEven } from '../../../src/services/prompts/even-texts';

/** Of some kilobytes of data. */
const isEven = (...templates: string[]) => areEven(templates, 4096);

test.each([
  'Nothing to fill in, {not even this}, nor 50 % of {that}.',
  'Hi {{name}}, this is {{ agent_name }} of {{- company.name -}}.',
  '{{ first_name | default: "there" | capitalize }}{{ items[0].name | truncate: 20, "…" }}',
  "{{ a | append: '!' | replace_first: 'b', 'c' | at_most: 3.5 }}{{ 'literal' }}",
  '{% if name %}a{% elsif age >= 18 and city == "Rome" %}b{%- else -%}c{% endif %}',
  '{% case plan %}{% when "a", "b" %}x{% else %}y{% endcase %}{% unless done == true %}z{% endunless %}',
])('even: %s', (template) => {
  expect(isEven(template)).toBe(true);
});

test.each([
  `{{ n ${'| replace: "a", "aaaaaaaaaaaaaaaaaaaa"'.repeat(5)} }}`,
  `{{ n${'| split: "" | join: "aaaa"'.repeat(9)} }}`,
  `{{ n${'| split: "" | array_to_sentence_string'.repeat(9)} }}`,
  '{{ day | date: "%90000d" }}',
  '{{ day | date: format }}',
  '{{ n | json: 9 }}',
  '{{ n | slice: 0, 99999999 }}',
  '{{ n | append: n | append: n }}',
  '{{ n | escape | url_encode | base64_encode }}',
  `{{ n${'| upcase'.repeat(11)} }}`,
  '{{ (1..n) }}',
  '{% for a in b %}{{ a }}{% endfor %}',
  '{%-for a in b%}{{ a }}{% endfor %}',
  '{% assign a = "{{ a }}" %}',
  '{% capture a %}{{ b }}{% endcapture %}',
  '{% echo a | replace: "a", "aa" %}',
  '{% if a == b %}x{% endif %}',
  '{% if (1..n) contains 3 %}x{% endif %}',
  '{{ a | append: "\\" | replace: "", "b" | append: " }}" }}',
  '{{ a | append: "}}" }}',
  '{{ a',
  '{% raw %}{{ a }}{% endraw %}',
])('not even, as far as is known: %s', (template) => {
  expect(isEven(template)).toBe(false);
  expect(isEven('Hello', template)).toBe(false);
});

test('values that are said so often that little data fills a call are not even, in whichever texts', () => {
  expect(isEven('{{ a }}'.repeat(14))).toBe(true);
  expect(isEven('{{ a }}'.repeat(15))).toBe(false);
  expect(isEven('{{ a | default: "b" }}'.repeat(14))).toBe(true);
  expect(isEven('{{ a | upcase }}'.repeat(5))).toBe(false);
  expect(isEven('{{ a | default: "b" | upcase }}'.repeat(5))).toBe(false);
  expect(isEven('{{ a }}'.repeat(8), '{{ a }}'.repeat(7))).toBe(false);
  expect(isEven(`${'x'.repeat(49_000)}{{ a }}`, 'x'.repeat(41_000))).toBe(false);
});

test.each([
  ['openings', '{{'.repeat(25_000)],
  ['spaces', `{{ a${' '.repeat(49_000)}!`],
  ['spaces in a test', `{% if a${' '.repeat(49_000)}!`],
  ['a name', `{{ ${'a'.repeat(49_000)} !`],
  ['steps', `{{ a${'.a'.repeat(24_000)} !`],
  ['conditions', `{% if a${' and a'.repeat(8000)} !`],
  ['arguments', `{{ a | append: 1${', 1'.repeat(16_000)} !`],
  ['numbers', `{{ a | append: ${'1'.repeat(49_000)} !`],
  ['pieces', '{{ a | append: " '.repeat(2900)],
])('a long text is looked at in no time: %s', (_, template) => {
  const since = performance.now();
  expect(isEven(template)).toBe(false);
  expect(performance.now() - since).toBeLessThan(500);
});
