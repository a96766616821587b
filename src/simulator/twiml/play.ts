import { loops } from './loops';
import type { Verb } from './verb';

/** Every recording lasts as long, in virtual seconds: nothing is fetched. */
const RECORDING_SECONDS = 3;
const KEY_SECONDS = 0.5;

/** `<Play>`: a recording, or the keys of `digits`, of which `w` is half a second of silence. */
export const play: Verb = async (element, { timeline }) => {
  const { digits } = element.attributes;
  await timeline.wait(digits === undefined ? RECORDING_SECONDS * loops(element) : digits.length * KEY_SECONDS);
  return 'next-verb';
};
