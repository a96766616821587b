import type { Listener } from './listener';

/**
 * What is yielded, as an iterator that can be left while it waits: left to itself, a generator ends at its next value only.
 */
export function followed<Item>(
  listener: Listener,
  items: AsyncGenerator<Item, void, undefined>,
): AsyncIterableIterator<Item> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => items.next(),
    return: () => {
      listener.close();
      return items.return();
    },
  };
}
