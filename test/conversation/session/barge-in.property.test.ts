import fc from 'fast-check';
import { closeAll, talk } from './support/harness';
import { settle } from './support/soon';

/** What may happen to a conversation, in any order. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('token' as const), words: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('interrupt' as const), deaf: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'prompt' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'done' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'tool' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'played' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'digit' as const }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'pause' as const }) },
);

test('whatever comes when, no stale token is said, the history alternates, and the transcript has no gaps', async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), fc.boolean(), async (script, deaf) => {
      const { session, channel, model, notes, play, prompt, interrupt } = talk();
      model.deaf = deaf;
      session.start();
      for (const [number, { kind, ...more }] of script.entries()) {
        steps++;
        // Each request speaks words of its own.
        for (const [place, ask] of model.asks.entries()) {
          if (kind === 'token' && 'words' in more) ask.text(...Array(more.words).fill(`t${place}_${number} `));
          if (kind === 'done') ask.done();
          if (kind === 'tool') ask.tool('look_up', {}, `id-${place}-${number}`);
        }
        if (kind === 'interrupt') {
          const sent = channel.sent.length;
          const said = channel.text;
          interrupt('deaf' in more && more.deaf ? '' : said.slice(-20, -10));
          const stale = model.asks.length;
          await settle();
          const fresh = channel.sent
            .slice(sent)
            .map(({ text }) => text)
            .join('');
          for (const word of fresh.matchAll(/t(\d+)_/g)) expect(Number(word[1])).toBeGreaterThanOrEqual(stale);
        }
        if (kind === 'prompt') prompt(`words ${number}`);
        if (kind === 'played') play();
        if (kind === 'digit') session.handle({ kind: 'digit', digit: '#' });
        if (kind === 'pause') await settle();
      }
      session.handle({ kind: 'closed', lost: true });
      await session.finished;

      for (const { request } of model.asks) expectWellFormed(request.messages);
      expect(Array.from(notes.turns, (turn) => turn?.index)).toEqual(Array.from(notes.turns, (_, index) => index));
      expect(notes.turns.every(({ durationMs }) => durationMs !== null)).toBe(true);
      expect(notes.turns.filter(({ role }) => role === 'CONTACT')).toHaveLength(
        script.filter(({ kind }) => kind === 'prompt' || kind === 'digit').length,
      );
    }),
    { numRuns: 60 },
  );
  expect(steps).toBeGreaterThan(300);
  await closeAll();
});

type Messages = ReturnType<typeof talk>['model']['asks'][number]['request']['messages'];

/** One message a side in turn; every tool call has its answer right behind it, and no answer is without its call. */
function expectWellFormed(messages: Messages): void {
  const open: string[] = [];
  let before = '';
  for (const message of messages.slice(1)) {
    if (message.role === 'tool') expect(open.shift()).toBe(message.toolCallId);
    else {
      expect(open).toEqual([]);
      expect(message.text !== '' || (message.role === 'assistant' && message.toolCalls)).toBeTruthy();
      if (before !== 'tool' || message.role !== 'assistant') expect(message.role).not.toBe(before);
      if (message.role === 'assistant') open.push(...(message.toolCalls ?? []).map(({ id }) => id));
    }
    before = message.role;
  }
  expect(open).toEqual([]);
}
