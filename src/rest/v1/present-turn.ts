import type { V1TurnFragment } from '../documents.generated';

/** What one side said. */
export function presentTurn(turn: V1TurnFragment) {
  return { ...turn, role: turn.role.toLowerCase() };
}
