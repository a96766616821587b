import { agentSettings } from '../../../src/services/agents/settings';
import { commonTexts, ENGLISH } from '../../../src/services/talks/common-texts';
import { spokenTexts } from '../../../src/services/talks/spoken-texts';

const LANGUAGES = ['en', 'es', 'fr', 'de', 'pt', 'it', 'nl'];

test.each([
  ['de', 'Sind Sie noch da?'],
  ['de-AT', 'Sind Sie noch da?'],
  ['PT-br', 'Ainda está aí?'],
  ['en-GB', 'Are you still there?'],
  ['sv-SE', 'Are you still there?'],
  ['', 'Are you still there?'],
])('an agent that speaks %j asks: %s', (tag, nudge) => {
  expect(commonTexts(tag).nudge).toBe(nudge);
});

test('every language has every text in words of its own', () => {
  for (const name of Object.keys(ENGLISH) as Array<keyof typeof ENGLISH>) {
    const texts = LANGUAGES.map((language) => commonTexts(language)[name]);
    expect(texts.every((text) => /[.?!]$/.test(text) && text.length <= 500 && !/[{%]/.test(text))).toBe(true);
    // A Dutch sorry is an English one.
    expect(new Set(texts).size).toBeGreaterThanOrEqual(name === 'sorry' ? LANGUAGES.length - 1 : LANGUAGES.length);
  }
});

test('what an agent sets it says, in whatever language; the rest is that of its language', () => {
  const settings = agentSettings.parse({
    silence: { nudge: 'Hoi?' },
    timeLimit: { goodbye: 'Doei.' },
    apology: 'Sorry, {{ name }}.',
  });
  const dutch = commonTexts('nl');
  expect(spokenTexts('nl-NL', settings)).toEqual({
    ...dutch,
    nudge: 'Hoi?',
    timeLimitGoodbye: 'Doei.',
    apology: 'Sorry, {{ name }}.',
  });
  expect(spokenTexts('nl-NL', agentSettings.parse({}))).toEqual(dutch);
});
