import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';

/** When the two sentences of the greeting begin, and how long the machine records. All in seconds since the answer. */
const FIRST_SENTENCE_AFTER = 1;
const SECOND_SENTENCE_AFTER = 5.4;
const HANGS_UP_AFTER = 180;

/** What can be told of it by listening. */
export const VOICEMAIL = { startsAfterSeconds: 4, beepsAfterSeconds: 9.2 };

/** A voicemail box: a recorded greeting, a tone, and then it listens until it is full. */
export async function playGreeting(line: PhoneLine, mind: Mind): Promise<void> {
  const [first, second] = mind.words(line.language).voicemail;
  if (!mind.isDone) {
    mind.isDone = true;
    await line.untilSinceAnswer(FIRST_SENTENCE_AFTER);
    await line.say(first);
    await line.untilSinceAnswer(SECOND_SENTENCE_AFTER);
    await line.say(second);
  }
  await line.untilSinceAnswer(HANGS_UP_AFTER);
  line.hangUp();
}
