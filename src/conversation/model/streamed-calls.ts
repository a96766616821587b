import { randomUUID } from 'node:crypto';
import type OpenAI from 'openai';
import type { ModelMessage, ToolCall } from './language-model';

type Delta = NonNullable<OpenAI.ChatCompletionChunk['choices'][number]['delta']['tool_calls']>[number];
/** A tool call as far as it has come. Its id is empty until the endpoint has given one. */
type Draft = ToolCall & { readonly index: number };

/**
 * The tool calls of an answer, put together from their pieces. There are endpoints that number no calls or all of them alike,
 * that give no ids, the same ones in each answer, or a new one with each piece.
 */
export class StreamedCalls {
  readonly #drafts: Draft[] = [];

  take(delta: Delta): void {
    const { index, id, function: piece } = delta;
    let draft = this.#continuedBy(delta);
    if (!draft) {
      draft = { index: index ?? this.#drafts.length, id: '', name: '', input: '' };
      this.#drafts.push(draft);
    }
    draft.id ||= id ?? '';
    draft.name ||= piece?.name ?? '';
    draft.input += piece?.arguments ?? '';
  }

  /**
   * The calls with ids by which their answers find them, among all that the model is told: the endpoint's own, which may mean
   * something to it, or a new one where that is missing or taken.
   * @param messages what was asked
   */
  complete(messages: readonly ModelMessage[]): ToolCall[] {
    const taken = new Set<string>();
    for (const message of messages) if (message.role === 'tool') taken.add(message.toolCallId);
    return this.#drafts.map(({ id: given, name, input }) => {
      const id = given === '' || taken.has(given) ? randomUUID() : given;
      taken.add(id);
      return { id, name, input };
    });
  }

  /** What a delta goes on with. It begins a call if its index is new, or if its id is and it has a name. */
  #continuedBy({ index, id, function: piece }: Delta): Draft | undefined {
    const there = this.#drafts.filter((draft) => (index ?? draft.index) === draft.index);
    const latest = there.at(-1);
    if (!id) return latest;
    return there.find((draft) => draft.id === id) ?? (piece?.name ? undefined : latest);
  }
}
