import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';

/** How long somebody waits for the agent to say something, in seconds. */
const PATIENCE_SECONDS = 8;
/** How long, when all is said. */
const FAREWELL_SECONDS = 4;
/** How long a key is held. */
const KEY_SECONDS = 0.3;
const MOST_REMINDERS = 2;
/** So many times somebody who has said goodbye still answers. */
const MOST_AFTERTHOUGHTS = 2;

/** Answers what is asked until somebody says goodbye, and hangs up when nothing follows that. */
export async function chat(line: PhoneLine, mind: Mind): Promise<void> {
  while (await takeTurn(line, mind)) {}
}

/** Listens to a turn of the agent and reacts; false when that was the end of the call. */
export async function takeTurn(line: PhoneLine, mind: Mind): Promise<boolean> {
  const patience = line.patience(mind.isLeaving ? FAREWELL_SECONDS : PATIENCE_SECONDS);
  const heard = await line.hear(patience, (soFar) => mind.isToldToPress(soFar, line.language));
  if (heard === undefined) return remind(line, mind);
  const hasSaidGoodbye = mind.isLeaving;
  const reaction = mind.react(heard, line.language);
  switch (reaction.kind) {
    case 'press':
      line.press(reaction.digit);
      await line.pause(KEY_SECONDS);
      return true;
    case 'farewell':
      // Whoever says goodbye may hang up at once; and nobody says it twice.
      await line.pause(line.patience(1, 0.25));
      if (!hasSaidGoodbye) await line.say(reaction.text);
      return true;
    case 'say':
      if (hasSaidGoodbye && mind.afterthoughts >= MOST_AFTERTHOUGHTS) {
        line.hangUp();
        return false;
      }
      if (hasSaidGoodbye) mind.afterthoughts += 1;
      await line.say(reaction.text);
      return true;
  }
}

async function remind(line: PhoneLine, mind: Mind): Promise<boolean> {
  if (mind.isLeaving || mind.reminders >= MOST_REMINDERS) {
    line.hangUp();
    return false;
  }
  const { greetings, reminders } = mind.words(line.language);
  await line.say(mind.pick('reminder', mind.reminders === 0 && !mind.hasHeard ? greetings : reminders));
  mind.reminders += 1;
  return true;
}
