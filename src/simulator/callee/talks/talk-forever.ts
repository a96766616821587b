import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';

const PATIENCE_SECONDS = 8;

/** Has another question whatever the agent says, and never hangs up. */
export async function talkForever(line: PhoneLine, mind: Mind): Promise<void> {
  for (;;) {
    await line.hear(line.patience(PATIENCE_SECONDS));
    await line.say(mind.pick('question', mind.words(line.language).questions));
  }
}
