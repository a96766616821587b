import type { DocumentNode } from 'graphql';

/** Characters that what is remembered may have together: in memory, each of a document takes some hundred bytes at most. */
const MAX_CHARACTERS = 500_000;

/** Remembers what was asked for last, as far as there is room: it is weighed by its text. */
export class RecentStore<Value extends {}> {
  private readonly values = new Map<string, Value>();
  private characters = 0;

  constructor(
    private readonly weightOf: (value: Value) => number,
    private readonly maxCharacters = MAX_CHARACTERS,
  ) {}

  async get(key: string): Promise<Value | undefined> {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    // A map keeps the order in which keys were set: what was asked for last is forgotten last.
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  async set(key: string, value: Value): Promise<void> {
    await this.delete(key);
    this.values.set(key, value);
    this.characters += this.weightOf(value);
    for (const oldest of this.values.keys()) {
      if (this.characters <= this.maxCharacters) return;
      await this.delete(oldest);
    }
  }

  async delete(key: string): Promise<boolean> {
    const value = this.values.get(key);
    if (value !== undefined) this.characters -= this.weightOf(value);
    return this.values.delete(key);
  }
}

/**
 * The documents of recent requests, so that they are parsed and checked once. A document is weighed by its text, all of which it
 * keeps alive, comments too: Apollo's own store looks at the selections alone, and anybody could fill it.
 */
export function documentStore(maxCharacters?: number): RecentStore<DocumentNode> {
  return new RecentStore(({ loc }) => loc?.source.body.length ?? 0, maxCharacters);
}

/** The texts of persisted queries, by their hash. A client whose text was forgotten is told so, and sends it again. */
export function persistedQueryStore(maxCharacters?: number): RecentStore<string> {
  return new RecentStore((text) => text.length, maxCharacters);
}
