import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';
import { chat } from './chat';

const BEGINNING_SECONDS = 8;
const RESTRAINT_SECONDS = 1.5;

/** Interrupts the agent's first message, and then is like anybody. */
export async function interruptFirst(line: PhoneLine, mind: Mind): Promise<void> {
  if (!mind.isDone && (await line.agentSpeaks(line.patience(BEGINNING_SECONDS)))) {
    mind.isDone = true;
    await line.pause(RESTRAINT_SECONDS);
    await line.say(mind.pick('interruption', mind.words(line.language).interruptions));
  }
  await chat(line, mind);
}
