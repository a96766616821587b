import type { Element } from './document';

/** `loop="0"` means without end; no call lasts long enough to hear more than this. */
const ENDLESS = 1000;

/** How often an element is to be played. */
export function loops({ attributes }: Element): number {
  const loop = Number(attributes.loop ?? '1');
  if (!Number.isInteger(loop) || loop < 0) return 1;
  return loop === 0 ? ENDLESS : loop;
}
