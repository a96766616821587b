import { DEFAULT_SETTINGS } from '../../../src/services/agents/settings';
import { storedSettings } from '../../../src/services/agents/stored-settings';

test('settings from before a member was there have its default', () => {
  expect(storedSettings({})).toEqual(DEFAULT_SETTINGS);
  expect(storedSettings({ goal: 'g', silence: { nudges: 3 } })).toEqual({
    ...DEFAULT_SETTINGS,
    goal: 'g',
    silence: { ...DEFAULT_SETTINGS.silence, nudges: 3 },
  });
});

test('members that a later release stored are left out, at any depth, and what is stored stays as it is', () => {
  const tool = { name: 'book', description: 'd', url: 'https://example.com/', retries: 3 };
  const stored = { goal: 'g', mood: 'calm', silence: { nudges: 3, music: true }, tools: [tool] };
  const copy = structuredClone(stored);
  const settings = storedSettings(stored);
  expect(settings).toMatchObject({ goal: 'g', silence: { nudges: 3 }, tools: [{ name: 'book' }] });
  expect(JSON.stringify(settings)).not.toMatch(/mood|music|retries/);
  expect(stored).toEqual(copy);
});

test('what is wrong is not taken for right', () => {
  expect(() => storedSettings({ temperature: 'warm', mood: 'calm' })).toThrow();
});
