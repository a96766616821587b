import { secondsToSay } from '../calls/speaking';
import { loops } from './loops';
import type { Verb } from './verb';

/** `<Say>`: takes the time to speak its words, one virtual second at least. */
export const say: Verb = async (element, { timeline }) => {
  await timeline.wait(Math.max(1, secondsToSay(element.text)) * loops(element));
  return 'next-verb';
};
