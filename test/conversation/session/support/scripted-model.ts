import type {
  ConverseRequest,
  Extraction,
  LanguageModel,
  ModelEvent,
} from '../../../../src/conversation/model/language-model';
import { soon } from './soon';

/** One request to the model, answered by the test piece by piece. */
export class Ask {
  readonly #events: ModelEvent[] = [];
  #error: Error | null = null;
  #over = false;
  #wake: () => void = () => undefined;

  constructor(
    readonly request: ConverseRequest,
    readonly signal: AbortSignal,
    /** A model that goes on although it was aborted. */
    private readonly deaf: boolean,
  ) {
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  text(...pieces: string[]): this {
    for (const text of pieces) this.#add({ kind: 'text', text });
    return this;
  }

  tool(name: string, input: unknown = {}, id = `call-${name}`): this {
    return this.#add({ kind: 'tool-call', call: { id, name, input: JSON.stringify(input) } });
  }

  done(): void {
    this.#add({ kind: 'done', usage: { promptTokens: 10, completionTokens: 2 }, model: 'scripted' });
    this.#over = true;
    this.#wake();
  }

  fail(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  async *events(): AsyncGenerator<ModelEvent> {
    for (;;) {
      if (this.signal.aborted && !this.deaf) throw this.signal.reason;
      const event = this.#events.shift();
      if (event) yield event;
      else if (this.#error) throw this.#error;
      else if (this.#over) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  #add(event: ModelEvent): this {
    this.#events.push(event);
    this.#wake();
    return this;
  }
}

/** A model on the other end of the network, of which each answer is given by the test. */
export class ScriptedModel implements LanguageModel {
  readonly asks: Ask[] = [];
  deaf = false;
  #taken = 0;

  converse(request: ConverseRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    const ask = new Ask(structuredClone(request), signal, this.deaf);
    this.asks.push(ask);
    return ask.events();
  }

  extract(): Promise<Extraction> {
    throw new Error('a conversation extracts nothing');
  }

  /** The next request, in the order in which they came. */
  async next(): Promise<Ask> {
    const place = this.#taken++;
    return soon(() => this.asks[place], `request ${place} to the model`);
  }
}
