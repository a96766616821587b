import { analyzeCall } from '../../../src/conversation/analysis/analyze-call';
import { DEFAULT_SETTINGS } from '../../../src/services/agents/settings';

const never = new Promise<never>(() => undefined);

test('a model that never settles keeps no analysis from being put off when the server stops', async () => {
  const model = { extract: () => never, converse: () => never as never };
  const said = {
    text: 'Hello.',
    startedAt: '2026-01-31T10:00:00.000Z',
    offsetMs: 0,
    durationMs: 1,
    interrupted: false,
  };
  const turns = [{ index: 0, role: 'CONTACT', ...said }];
  const claim = { turns, settings: DEFAULT_SETTINGS, attempt: 1, answeredBy: null, agentName: 'Mia' };
  const options = { model, timing: { retrySeconds: [] }, log: console };
  const stop = AbortSignal.timeout(20);
  const outcome = analyzeCall(options as never, claim as never, { stop, lost: new AbortController().signal });
  await expect(outcome).resolves.toMatchObject({ kind: 'postponed', seconds: 0 });
});
