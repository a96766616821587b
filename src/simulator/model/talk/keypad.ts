import { shared, stemsOf } from '../words';

const KEYS: Readonly<Record<string, string>> = {
  zero: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  star: '*',
  pound: '#',
  null: '0',
  eins: '1',
  zwei: '2',
  drei: '3',
  vier: '4',
  fünf: '5',
  sechs: '6',
  sieben: '7',
  acht: '8',
  neun: '9',
};
const KEY = `(\\d|${Object.keys(KEYS).join('|')})`;
const PRESS = '(?:press|drücken sie)(?: die)?';
/** `press 1 for sales, 2 for support` */
const KEY_FIRST = new RegExp(`${KEY} (?:for|to|für|um) ([^,.;]+)`, 'g');
/** `for sales, press 1` */
const KEY_LAST = new RegExp(`(?:for|to|für|um) ([^.;]+?),? ${PRESS} ${KEY}`, 'g');
const SOMEBODY = /operator|agent|representative|reception|someone|somebody|person|mitarbeiter|zentrale/;

/** The key to press at a menu: what fits the task, else a person, else the first. */
export function keyFor(menu: string, task: string): string {
  const text = menu.toLowerCase();
  const first = [...text.matchAll(KEY_FIRST)].map(([, key = '', label = '']) => ({ key, label }));
  const last = [...text.matchAll(KEY_LAST)].map(([, label = '', key = '']) => ({ key, label }));
  const options = first.length > 0 ? first : last;
  const about = stemsOf(task);
  const fitting = options
    .map((option) => ({ ...option, fit: shared(stemsOf(option.label), about) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)[0];
  const chosen = fitting ?? options.find(({ label }) => SOMEBODY.test(label)) ?? options[0];
  const key = chosen?.key ?? new RegExp(`${PRESS} ${KEY}`).exec(text)?.[1] ?? '0';
  return KEYS[key] ?? key;
}
