import { render } from '../../../src/services/prompts/render';
import { missingIn, variablesOf } from '../../../src/services/prompts/variables-of';
import { refusal } from './support/refusal';

const DEFAULTS = { missing: 'DEFAULT', defaults: { name: 'friend', company: 'Acme' } } as const;
const REFUSE = { missing: 'REFUSE', defaults: {} } as const;

describe('missing variables', () => {
  test('defaults by name stand in, a default of the template goes before them, and known values before both', () => {
    const template = '{{ name | default: "there" }}, {{ name }}, {{ company | upcase }}, {{ other }}.';
    expect(render(template, {}, DEFAULTS)).toBe('there, friend, ACME, .');
    expect(render(template, { name: null, company: '' }, DEFAULTS)).toBe('there, friend, ACME, .');
    expect(render(template, { name: 'Ada', company: 'Initech', other: 0 }, DEFAULTS)).toBe('Ada, Ada, INITECH, 0.');
    expect(render(template, {})).toBe('there, , , .');
  });

  test('a default is a value for conditions and comparisons, and no template', () => {
    expect(render('{% if company %}of {{ company }}{% endif %}', {}, DEFAULTS)).toBe('of Acme');
    expect(render('{% if company == "Acme" %}yes{% endif %}', {}, DEFAULTS)).toBe('yes');
    expect(render('{{ a }}', { b: 1 }, { missing: 'DEFAULT', defaults: { a: '{{ b }}' } })).toBe('{{ b }}');
  });

  test('REFUSE names each of them by its place in the request', () => {
    const template =
      '{{ name }} {{ company.name }} {{ plan | default: "basic" }} {% if vip %}{{ vip }}{% endif %}{{ date }}';
    const error = refusal(() => render(template, { date: 'today', company: {} }, REFUSE));
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(Object.keys(error.details.issues ?? {})).toEqual(['contactName', 'contactData.company.name']);
    expect(render(template, { date: 'today', name: 'Ada', company: { name: 'Acme' } }, REFUSE)).toBe(
      'Ada Acme basic today',
    );
  });

  test.each([
    ['Hi {{ a }} {{ a.b }} {{ c["d e"] }} {{ l[0].x }}', ['a', 'a.b', "c['d e']", 'l[0].x']],
    ['{% for i in list %}{{ i.x }}{{ forloop.index }}{% endfor %}', ['list']],
    ['{% assign x = a | upcase %}{{ x }}{{ b | default: c }}', ['a', 'c']],
    ['{% if a %}{{ a.b }}{% elsif c == d %}{{ d }}{% endif %}{% unless e %}{{ f }}{% endunless %}', ['f']],
    ['{% case a %}{% when b %}{{ g }}{% endcase %}', ['g']],
    ['{% if a %}{% for i in a %}{{ i }}{{ z }}{% endfor %}{% endif %}', ['z']],
    ['{{ x | default: "y" }}{{ x }}', ['x']],
    ['{{ "text" }} {{ 1 }} {{ nil }} {{ true }} {% comment %}{{ a }}{% endcomment %}{% raw %}{{ b }}{% endraw %}', []],
    ['{{ constructor }}{{ __proto__ }}', ['constructor', '__proto__']],
  ])('%s needs %j', (template, names) => {
    expect(variablesOf(template)).toEqual(names);
  });

  test('what is known by path, list and size is not missing', () => {
    const data = { a: { b: [{ c: 'x' }] }, l: ['x'], s: 'x', no: false, zero: 0, empty_text: ' ', none: null };
    const known =
      '{{ a.b[0].c }}{{ l.first }}{{ l.last }}{{ l[-1] }}{{ l.size }}{{ s.size }}{{ no }}{{ zero }}{{ a[s] }}';
    const unknown = '{{ a.b[1].c }}{{ l[1] }}{{ s.x }}{{ empty_text }}{{ none.x }}{{ toString }}{{ a.constructor }}';
    expect(missingIn([known], data)).toEqual([]);
    expect(missingIn([unknown, '{{ s.x }}'], data).sort()).toEqual([
      'a.b[1].c',
      'a.constructor',
      'empty_text',
      'l[1]',
      'none.x',
      's.x',
      'toString',
    ]);
  });
});
