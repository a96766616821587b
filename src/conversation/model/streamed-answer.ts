import type OpenAI from 'openai';
import { FAILURES } from './exchange-failure';
import type { Extraction, ModelEvent, TokenUsage, ToolCall } from './language-model';

type Chunk = OpenAI.ChatCompletionChunk;
type CallDelta = NonNullable<Chunk['choices'][number]['delta']['tool_calls']>[number];
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
  #calls: Map<number, ToolCall> | undefined;

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
    for (const delta of choice.delta?.tool_calls ?? []) this.#takeCall(delta);
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

  /** The complete tool calls, once. */
  takeCalls(): Iterable<ToolCall> {
    if (!this.callsReady) return NO_CALLS;
    const calls = this.#calls?.values() ?? NO_CALLS;
    this.#calls = undefined;
    return calls;
  }

  done(): ModelEvent {
    return { kind: 'done', usage: this.#usage, model: this.#model };
  }

  #takeCall(delta: CallDelta): void {
    this.begun = true;
    this.#calls ??= new Map();
    const index = delta.index ?? this.#indexWithout(delta.id);
    let call = this.#calls.get(index);
    if (!call) {
      call = { id: delta.id ?? `call_${index}`, name: '', input: '' };
      this.#calls.set(index, call);
    }
    call.name ||= delta.function?.name ?? '';
    call.input += delta.function?.arguments ?? '';
  }

  /** Where a delta belongs that has no index: a new id begins a call, else the last one goes on. */
  #indexWithout(id: string | undefined): number {
    const count = this.#calls?.size ?? 0;
    const known = [...(this.#calls?.values() ?? NO_CALLS)].findIndex((call) => call.id === id);
    if (known >= 0) return known;
    return id === undefined && count > 0 ? count - 1 : count;
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
