import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';
import { chat, takeTurn } from './chat';

/** So many answers are in the middle of a talk. */
const TURNS_BEFORE = 2;
const REPLY_SECONDS = 8;
const INTO_REPLY_SECONDS = 0.8;

/** Talks like anybody, but the connection breaks once, while the agent replies to the second answer. */
export async function loseConnection(line: PhoneLine, mind: Mind): Promise<void> {
  if (!mind.isDone) {
    for (let turns = 0; turns < TURNS_BEFORE; turns += 1) await takeTurn(line, mind);
    mind.isDone = true;
    await line.agentSpeaks(line.patience(REPLY_SECONDS));
    await line.pause(INTO_REPLY_SECONDS);
    line.breakConnection();
    return;
  }
  await chat(line, mind);
}
