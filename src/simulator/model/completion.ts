import { createHash } from 'node:crypto';
import type { Answer } from './answer';
import type { ChatRequest } from './chat-request';

/** About as many characters as a token has. */
const TOKEN_LENGTH = 4;

/** A text in the pieces in which it is streamed; together they are the text. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,8}|\s+$/g) ?? [];
}

/** The objects of the protocol for one answer. Ids follow from the request. */
export class Completion {
  readonly #id: string;
  readonly #created = Math.floor(Date.now() / 1000);
  readonly #usage: object;

  constructor(
    readonly request: ChatRequest,
    readonly answer: Answer,
  ) {
    this.#id = createHash('sha256').update(JSON.stringify(request.messages)).digest('hex').slice(0, 24);
    const asked = request.messages.reduce((sum, { text }) => sum + Math.ceil(text.length / TOKEN_LENGTH), 0);
    const answered = [answer.text, ...answer.calls.map(({ input }) => input)].flatMap(tokensOf).length;
    this.#usage = { prompt_tokens: asked, completion_tokens: answered, total_tokens: asked + answered };
  }

  /** The answer in one piece. */
  whole(): object {
    const { text, calls } = this.answer;
    const message = {
      role: 'assistant',
      content: text || null,
      refusal: null,
      ...(calls.length > 0 && { tool_calls: calls.map(({ name, input }, at) => this.#call(at, name, input)) }),
    };
    return {
      ...this.#head('chat.completion'),
      choices: [{ index: 0, message, logprobs: null, finish_reason: this.#finishReason }],
      usage: this.#usage,
    };
  }

  /** The answer in the pieces of a stream, one after the other. */
  *chunks(): Generator<object> {
    yield this.#chunk({ role: 'assistant', content: '' });
    for (const content of tokensOf(this.answer.text)) yield this.#chunk({ content });
    for (const [index, { name, input }] of this.answer.calls.entries()) {
      yield this.#chunk({ tool_calls: [{ index, ...this.#call(index, name, '') }] });
      for (const piece of tokensOf(input)) {
        yield this.#chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
      }
    }
    yield this.#chunk({}, this.#finishReason);
    if (this.request.includeUsage) yield { ...this.#head('chat.completion.chunk'), choices: [], usage: this.#usage };
  }

  get #finishReason(): string {
    return this.answer.calls.length > 0 ? 'tool_calls' : 'stop';
  }

  #call(at: number, name: string, input: string): object {
    return { id: `call_${this.#id}${at}`, type: 'function', function: { name, arguments: input } };
  }

  #chunk(delta: object, finishReason: string | null = null): object {
    const usage = this.request.includeUsage ? { usage: null } : {};
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
    return { ...this.#head('chat.completion.chunk'), choices, ...usage };
  }

  #head(object: string): object {
    return { id: `chatcmpl-${this.#id}`, object, created: this.#created, model: this.request.model };
  }
}
