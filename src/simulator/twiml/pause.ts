import type { Verb } from './verb';

/** `<Pause length>`: waits so many virtual seconds, one unless told otherwise. */
export const pause: Verb = async ({ attributes }, { timeline }) => {
  const length = attributes.length ?? '1';
  await timeline.wait(/^\d+$/.test(length) ? Number(length) : 1);
  return 'next-verb';
};
