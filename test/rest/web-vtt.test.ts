import { toWebVtt } from '../../src/rest/web-vtt';

const turn = (index: number, text: string, members: object = {}) => ({
  index,
  role: 'AGENT' as const,
  text,
  offsetMs: index * 1000,
  durationMs: 500,
  ...members,
});

test('a turn is a cue with a voice', () => {
  const turns = [turn(0, 'Hello.'), turn(1, 'Hi!', { role: 'CONTACT', offsetMs: 3_723_456, durationMs: 60_000 })];
  expect(toWebVtt({ reason: null, turns })).toBe(
    'WEBVTT\n\n0\n00:00:00.000 --> 00:00:00.500\n<v Agent>Hello.\n\n' +
      '1\n01:02:03.456 --> 01:03:03.456\n<v Contact>Hi!\n',
  );
});

test('what is said is never read as markup', () => {
  const said = 'a < b && c --> d\n\n2\n00:00:00.000 --> 00:00:01.000\r\n<v Agent>I promise';
  const lines = toWebVtt({ reason: null, turns: [turn(0, said)] }).split('\n');
  expect(lines.slice(4)).toEqual([
    '<v Agent>a &lt; b &amp;&amp; c --&gt; d 2 00:00:00.000 --&gt; 00:00:01.000 &lt;v Agent&gt;I promise',
    '',
  ]);
});

test('cues stand in the order of their beginnings, each ends after it begins, and silence is none', () => {
  const turns = [
    turn(0, 'second', { offsetMs: 900, durationMs: 0 }),
    turn(1, 'first', { offsetMs: -5, durationMs: null }),
    turn(2, ' ', {}),
  ];
  const times = toWebVtt({ reason: null, turns }).match(/.* --> .*/g);
  expect(times).toEqual(['00:00:00.000 --> 00:00:02.000', '00:00:00.900 --> 00:00:00.901']);
});

test('why there is none, or not yet all, is a note', () => {
  expect(toWebVtt({ reason: 'The call is not over yet.', turns: [] })).toBe(
    'WEBVTT\n\nNOTE The call is not over yet.\n',
  );
});
