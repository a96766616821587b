import type { DocumentNode } from 'graphql';

/** Characters that the remembered documents may have together: in memory, each takes some hundred bytes at most. */
const MAX_CHARACTERS = 500_000;

/**
 * Remembers the documents of recent requests, so that they are parsed and checked once. A document is weighed by its text,
 * all of which it keeps alive, comments too: Apollo's own store looks at the selections alone, and anybody could fill it.
 */
export class DocumentStore {
  private readonly documents = new Map<string, DocumentNode>();
  private characters = 0;

  constructor(private readonly maxCharacters = MAX_CHARACTERS) {}

  async get(key: string): Promise<DocumentNode | undefined> {
    const document = this.documents.get(key);
    if (!document) return undefined;
    // A map keeps the order in which keys were set: what was asked for last is forgotten last.
    this.documents.delete(key);
    this.documents.set(key, document);
    return document;
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    await this.delete(key);
    this.documents.set(key, document);
    this.characters += weightOf(document);
    for (const oldest of this.documents.keys()) {
      if (this.characters <= this.maxCharacters) return;
      await this.delete(oldest);
    }
  }

  async delete(key: string): Promise<boolean> {
    const document = this.documents.get(key);
    if (document) this.characters -= weightOf(document);
    return this.documents.delete(key);
  }
}

function weightOf({ loc }: DocumentNode): number {
  return loc?.source.body.length ?? 0;
}
