import fc from 'fast-check';
import { TurnRole } from '../../../src/entities/enums';
import { ToldTurns } from '../../../src/services/transcripts/told-turns';
import type { Turn } from '../../../src/services/transcripts/turn';

const MAX_INTEGER = 2 ** 31 - 1;

const turn = (index: number, isOver = true): Turn => ({
  ...{ index, role: TurnRole.AGENT, text: 'Hello.', startedAt: '2024-01-01T00:00:00.000Z', offsetMs: 0 },
  ...{ durationMs: isOver ? 100 : null, interrupted: false },
});

/** What a client knows that has written the cursor down and comes back with it. */
function again(told: ToldTurns): ToldTurns {
  const read = ToldTurns.read(told.write());
  if (!read) throw new Error(`${told.write()} cannot be read`);
  return read;
}

test('a turn that never ends keeps nobody from what comes after it, however much that is', () => {
  let told = ToldTurns.none;
  for (let index = 0; index < 300; index++) {
    const said = turn(index, index !== 3);
    expect(told.isNews(said)).toBe(true);
    told = again(told.with(said));
    expect(told.isNews(said)).toBe(false);
  }
  expect(told.write()).toBe('300:');
});

test('that a turn has ended is told when others were told since', () => {
  let told = ToldTurns.none.with(turn(0, false));
  for (let index = 1; index < 50; index++) told = again(told.with(turn(index)));
  expect(told.isNews(turn(0, false))).toBe(false);
  expect(told.isNews(turn(0))).toBe(true);
  expect(again(told.with(turn(0))).write()).toBe('50:');
});

test('whatever turns there are, each is told once as it is, and the place behind it is short and can be read', () => {
  const index = fc.oneof(fc.nat(400), fc.constantFrom(MAX_INTEGER - 1, MAX_INTEGER));
  fc.assert(
    fc.property(fc.array(fc.tuple(index, fc.boolean()), { maxLength: 400 }), (turns) => {
      let told = ToldTurns.none;
      for (const said of turns.map(([at, isOver]) => turn(at, isOver))) {
        if (!told.isNews(said)) continue;
        told = again(told.with(said));
        expect(told.isNews(said)).toBe(false);
        expect(told.write().length).toBeLessThanOrEqual(111);
      }
    }),
    { numRuns: 50 },
  );
});
