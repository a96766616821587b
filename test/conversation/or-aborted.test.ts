import { orAborted } from '../../src/conversation/or-aborted';

const never = new Promise<never>(() => undefined);

test.each([
  ['before', 0],
  ['while it waits', 20],
])('what never settles is waited for no longer than its signal allows: aborted %s', async (_, delay) => {
  const controller = new AbortController();
  const reason = new Error('enough');
  if (delay === 0) controller.abort(reason);
  else setTimeout(() => controller.abort(reason), delay);
  await expect(orAborted(never, controller.signal)).rejects.toBe(reason);
});

test('what settles settles alike, and what fails after the signal is nobody’s', async () => {
  const { signal } = new AbortController();
  await expect(orAborted(Promise.resolve('done'), signal)).resolves.toBe('done');
  await expect(orAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  const late = new Promise((_, reject) => setTimeout(reject, 10, new Error('late')));
  await expect(orAborted(late, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  await late.catch(() => undefined);
});
