import type OpenAI from 'openai';
import { FAILURES } from './exchange-failure';
import type { Extraction, ModelEvent, ModelMessage, TokenUsage, ToolCall } from './language-model';
import { StreamedCalls } from './streamed-calls';

type Chunk = OpenAI.ChatCompletionChunk;
type Completion = OpenAI.ChatCompletion;

const NO_CALLS: readonly ToolCall[] = [];
/** More than any model reads or writes at once. */
const MAX_TOKENS = 10_000_000;

/** An answer as it comes in, chunk by chunk. Endpoints differ from OpenAI's in what they leave out. */
export class StreamedAnswer {
  /** A word or a piece of a tool call has come. */
  begun = false;
  /** The model said that it is done; only the usage may follow. */
  finished = false;
  #usage: TokenUsage | null = null;
  #model: string;
  #calls: StreamedCalls | undefined;

  constructor(model: string) {
    this.#model = model;
  }

  /** @returns the words in it, often none. @throws ModelFailure when it is no chunk of an answer */
  take(chunk: Chunk): string {
    if (!Array.isArray(chunk?.choices)) throw FAILURES.garbled();
    this.#model = nameOf(chunk.model) ?? this.#model;
    if (chunk.usage) this.#usage = readUsage(chunk.usage);
    const choice = chunk.choices[0];
    if (!choice) return '';
    for (const delta of choice.delta?.tool_calls ?? []) {
      this.begun = true;
      this.#calls ??= new StreamedCalls();
      this.#calls.take(delta);
    }
    if (choice.finish_reason) this.finished = true;
    const text = choice.delta?.content;
    if (typeof text !== 'string' || text === '') return '';
    this.begun = true;
    return text;
  }

  /** Tool calls are complete and have not been taken. */
  get callsReady(): boolean {
    return this.finished && this.#calls !== undefined;
  }

  /** The complete tool calls, once. @param messages what was asked */
  takeCalls(messages: readonly ModelMessage[]): readonly ToolCall[] {
    if (!this.finished || !this.#calls) return NO_CALLS;
    const calls = this.#calls.complete(messages);
    this.#calls = undefined;
    return calls;
  }

  done(): ModelEvent {
    return { kind: 'done', usage: this.#usage, model: this.#model };
  }
}

/** Reads an answer that came in one piece and should be JSON. @throws ModelFailure */
export function readCompletion(completion: Completion, model: string): Extraction {
  const message = Array.isArray(completion?.choices) ? completion.choices[0]?.message : undefined;
  if (message?.refusal && !message.content) throw FAILURES.declined();
  const raw = message?.content;
  if (typeof raw !== 'string') throw FAILURES.garbled();
  const usage = completion.usage ? readUsage(completion.usage) : null;
  return { value: parse(raw), raw, usage, model: nameOf(completion.model) ?? model };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw FAILURES.garbled();
  }
}

function readUsage(usage: OpenAI.CompletionUsage): TokenUsage {
  return { promptTokens: countOf(usage.prompt_tokens), completionTokens: countOf(usage.completion_tokens) };
}

/** What an endpoint counts is kept in sums, so what cannot be a count of one answer is none. */
function countOf(tokens: unknown): number {
  return Number.isInteger(tokens) && Number(tokens) >= 0 && Number(tokens) <= MAX_TOKENS ? Number(tokens) : 0;
}

function nameOf(model: unknown): string | null {
  return typeof model === 'string' && model !== '' ? model : null;
}
