import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';
import { chat, takeTurn } from './chat';

const PATIENCE_SECONDS = 8;

/** Answers once, then asks to be put through to a person; if nothing comes of that, is like anybody. */
export async function wantHuman(line: PhoneLine, mind: Mind): Promise<void> {
  if (!mind.isDone) {
    await takeTurn(line, mind);
    await line.hear(line.patience(PATIENCE_SECONDS));
    mind.isDone = true;
    await line.say(mind.pick('human', mind.words(line.language).humanWishes));
  }
  await chat(line, mind);
}
