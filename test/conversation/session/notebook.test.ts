import pino from 'pino';
import { Notebook } from '../../../src/conversation/session/notebook';
import { EndedReason, TurnRole } from '../../../src/entities/enums';
import { RecordingNotes } from './support/harness';

/** Notes that may wait. */
const MOST = 1000;

const turn = (index: number) => ({
  ...{ index, role: TurnRole.CONTACT, text: 'Yes.', startedAt: '2024-01-01T00:00:00.000Z', offsetMs: 0 },
  ...{ durationMs: 100, interrupted: false },
});

function open() {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  const notes = new RecordingNotes();
  const notebook = new Notebook(
    notes,
    () => log,
    () => undefined,
  );
  return { notes, notebook, lines };
}

test('of too many notes the oldest are lost, counted and named, but not why the talk ended', async () => {
  const { notes, notebook, lines } = open();
  notes.failures = 1;
  notebook.turn(turn(0));
  const ended = notebook.ending(EndedReason.AGENT_ENDED);
  for (let index = 1; index <= MOST + 3; index++) notebook.turn(turn(index));
  await notebook.close();
  await ended;
  expect(notebook.lost).toBe(5);
  expect(lines).toEqual(Array(5).fill(expect.stringContaining('the oldest is lost')));
  expect(notes.written.slice(0, 3)).toEqual(['turn 0', 'AGENT_ENDED', 'turn 6']);
  expect(notes.written.length).toBe(MOST);
});

test('a note that is refused for good is lost, and so are those that wait when the server can wait no longer', async () => {
  const { notes, notebook, lines } = open();
  notes.poison = 'turn 0';
  notebook.turn(turn(0));
  await notebook.close();
  expect(notebook.lost).toBe(1);
  notes.failures = Number.POSITIVE_INFINITY;
  notebook.turn(turn(1));
  notebook.turn(turn(2));
  notebook.hurry();
  await notebook.close();
  expect(notebook.lost).toBe(3);
  expect(lines.length).toBe(2);
});
