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

test('what rules that came later would refuse serves as it was stored', () => {
  const long = 'x'.repeat(5000);
  const tool = { name: 'book it!', description: long, method: 'POST', url: 'https://example.com/', parameters: {} };
  const stored = {
    apology: long,
    silence: { afterSeconds: 1000, nudge: long },
    voicemail: { policy: 'LEAVE_MESSAGE', message: null },
    tools: [{ ...tool, secretHeaders: {}, timeoutSeconds: 90, meanwhile: null }],
    transfers: Array.from({ length: 50 }, () => ({ name: 'a', phoneNumber: '+14155550101', description: null })),
    mood: 'calm',
  };
  const { mood: _, silence, ...asStored } = stored;
  expect(storedSettings(stored)).toEqual({
    ...DEFAULT_SETTINGS,
    ...asStored,
    silence: { ...DEFAULT_SETTINGS.silence, ...silence },
  });
});

test('what is of no kind that is known has its default, and takes nothing else with it', () => {
  const stored = { temperature: 'warm', silence: 5, record: true, speech: { ttsProvider: 'GRAMOPHONE' }, goal: 'g' };
  expect(storedSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, record: true, goal: 'g' });
  expect(storedSettings(null)).toEqual(DEFAULT_SETTINGS);
});
