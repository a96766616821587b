import type { Element } from './document';
import type { Verb } from './verb';

const WORDS_PER_SECOND = 2.5;
/** `loop="0"` means without end; no call lasts long enough to hear more than this. */
const ENDLESS = 1000;

/** `<Say>`: takes the time to speak its words, one virtual second at least. */
export const say: Verb = async (element, { timeline }) => {
  await timeline.wait(spokenSeconds(element) * loops(element));
  return 'next-verb';
};

function spokenSeconds({ text }: Element): number {
  const words = text.split(' ').filter((word) => word !== '').length;
  return Math.max(1, words / WORDS_PER_SECOND);
}

function loops({ attributes }: Element): number {
  const loop = Number(attributes.loop ?? '1');
  if (!Number.isInteger(loop) || loop < 0) return 1;
  return loop === 0 ? ENDLESS : loop;
}
