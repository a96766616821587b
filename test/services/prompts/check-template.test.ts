import fc from 'fast-check';
import { checkTemplate } from '../../../src/services/prompts/check-template';
import { render } from '../../../src/services/prompts/render';
import { variablesOf } from '../../../src/services/prompts/variables-of';
import { attempt, refusal } from './support/refusal';

describe('what an author did wrong', () => {
  test.each([
    ['a tag not closed', 'Hello\n  {% if x %} there', 'line 2, column 3: tag {% if x %} not closed'],
    ['a variable not closed', 'Hello {{ name', 'line 1, column 7: output "{{ name" not closed'],
    ['no such filter', '{{ a | nofilter }}', 'line 1, column 1: undefined filter: nofilter'],
    ['a file', 'a\nb {% include "x" %}', 'line 2, column 3: tag "include" not found'],
    ['past the gate', '{{ a | raw }}', 'line 1, column 1: undefined filter: raw'],
    ['data as a template', '{{ l | where_exp: "i", x }}', 'line 1, column 1: undefined filter: where_exp'],
    ['too large', 'x'.repeat(50_001), 'is longer than 50 kB'],
    ['open without end', '{% if a %}'.repeat(4900), expect.stringMatching(/not closed|nested too deeply|too long/)],
  ])('%s', (_, template, message) => {
    expect(checkTemplate(template)).toEqual([message]);
    expect(refusal(() => render(template, {})).code).toBe('BAD_USER_INPUT');
    expect(refusal(() => variablesOf(template)).code).toBe('BAD_USER_INPUT');
  });

  test('tags in tags in tags are rendered or refused', () => {
    for (const levels of [10, 1000, 2200]) {
      const template = `${'{% if true %}'.repeat(levels)}x{{ y }}${'{% endif %}'.repeat(levels)}`.slice(0, 50_000);
      expect(attempt(() => render(template, {}))).toMatch(/^x$|cannot be filled in/);
      expect(attempt(() => variablesOf(template).join())).toMatch(/^y$|cannot be filled in/);
    }
  });

  test.each(['include', 'render', 'layout', 'block', 'tablerow', 'increment', 'decrement', 'cycle', 'liquid'])(
    'there is no tag %s',
    (tag) => {
      expect(checkTemplate(`{% ${tag} "/etc/passwd" %}`)).toEqual([`line 1, column 1: tag "${tag}" not found`]);
    },
  );

  test('any text is a template or has one message', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' if ',
      'endif',
      ' a',
      '|',
      '"',
      "'",
      '.',
      '[',
      ']',
      '\n',
      ':',
      '-',
      '#',
      '(1..2)',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        const template = pieces.join('');
        const problems = checkTemplate(template);
        expect(problems.length).toBeLessThanOrEqual(1);
        if (problems.length === 0) attempt(() => render(template, { a: 'x' }));
      }),
      { numRuns: 300 },
    );
  });
});
