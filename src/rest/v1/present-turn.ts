import { lowerCase, shapeOf } from '../answer';
import type { V1TurnFragment } from '../documents.generated';

/** What one side said. */
export function presentTurn(turn: V1TurnFragment) {
  return { ...turn, role: turn.role.toLowerCase() };
}

/** What {@link presentTurn} makes of a turn. */
export const TURN = shapeOf<ReturnType<typeof presentTurn>>('Turn', 'What one side said.', {
  index: 'index',
  role: lowerCase('role'),
  text: 'text',
  startedAt: 'startedAt',
  offsetMs: 'offsetMs',
  durationMs: 'durationMs',
  interrupted: 'interrupted',
});
