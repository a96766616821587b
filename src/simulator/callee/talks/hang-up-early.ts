import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';

const BEGINNING_SECONDS = 8;
const INTEREST_SECONDS = 1.5;

/** Hangs up in the agent's first sentence, without a word. */
export async function hangUpEarly(line: PhoneLine, _mind: Mind): Promise<void> {
  await line.agentSpeaks(line.patience(BEGINNING_SECONDS));
  await line.pause(INTEREST_SECONDS);
  line.hangUp();
}
