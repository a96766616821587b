import OpenAI from 'openai';
import { type AllowedModels, mayName } from '../../services/agents/model-rule';
import { orAborted } from '../or-aborted';
import { diagnose, FAILURES, pause, refusesFormat } from './exchange-failure';
import { httpFetch } from './http-fetch';
import type {
  ConverseRequest,
  Extraction,
  ExtractRequest,
  LanguageModel,
  ModelEvent,
  ModelSettings,
} from './language-model';
import { chatMessages, chatTools, formatInWords, type ResponseFormat } from './openai-request';
import { readCompletion, StreamedAnswer } from './streamed-answer';
import { Watchdog } from './watchdog';

/**
 * How long the usage of an answer is waited for once the model has said why it stopped, in milliseconds: the last words and the
 * tools wait as long. Usage that comes later is not counted.
 */
const USAGE_MS = 300;

export interface OpenAiOptions {
  /** With its path, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Not empty; an endpoint that wants none ignores it. */
  apiKey: string;
  /** For requests that name no model, or one that they may not: those are made without their temperature. */
  defaultModel: string;
  /** Models that requests may name; null, or not given: any. */
  allowedModels?: AllowedModels;
  /** How long an answer may take to begin, per attempt. Default 8000. */
  firstTokenMs?: number;
  /** How long it may pause once it began. Default 5000. */
  betweenTokensMs?: number;
  /** How long an extraction may take, attempts and all. Default 30,000. */
  extractMs?: number;
}

/** Any endpoint that speaks OpenAI's chat completions. */
export class OpenAiModel implements LanguageModel {
  readonly #client: OpenAI;
  readonly #defaultModel: string;
  readonly #allowedModels: AllowedModels;
  readonly #firstTokenMs: number;
  readonly #betweenTokensMs: number;
  readonly #extractMs: number;

  constructor({
    baseUrl,
    apiKey,
    defaultModel,
    allowedModels = null,
    firstTokenMs = 8000,
    betweenTokensMs = 5000,
    extractMs = 30_000,
  }: OpenAiOptions) {
    // What is not named here the SDK would take from the environment. It logs what it cannot read: words of a talk.
    const ours = { organization: null, project: null, adminAPIKey: null, maxRetries: 0, logLevel: 'off' } as const;
    this.#client = new OpenAI({ ...ours, baseURL: baseUrl, apiKey, fetch: httpFetch() });
    this.#defaultModel = defaultModel;
    this.#allowedModels = allowedModels;
    this.#firstTokenMs = firstTokenMs;
    this.#betweenTokensMs = betweenTokensMs;
    this.#extractMs = extractMs;
  }

  async *converse(request: ConverseRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    const body = {
      ...this.#settings(request),
      messages: chatMessages(request.messages),
      tools: chatTools(request.tools),
      stream: true as const,
      stream_options: { include_usage: true },
    };

    for (let retried = false; ; retried = true) {
      const answer = new StreamedAnswer(body.model);
      const watchdog = new Watchdog(signal, this.#firstTokenMs);
      let waitMs: number;
      try {
        const { signal: within } = watchdog;
        const stream = this.#client.chat.completions.create(body, { signal: within });
        for await (const chunk of await orAborted(stream, within)) {
          const { begun, finished } = answer;
          const text = answer.take(chunk);
          if (!finished && answer.finished) watchdog.allow(USAGE_MS);
          else if (!begun && answer.begun) watchdog.allow(this.#betweenTokensMs);
          if (text || answer.callsReady) {
            watchdog.rest();
            if (text) yield { kind: 'text', text };
            for (const call of answer.takeCalls(request.messages)) yield { kind: 'tool-call', call };
            watchdog.wait();
          } else if (answer.begun && !answer.finished) {
            watchdog.wait();
          }
        }
        // A stream that was aborted ends as if it were complete.
        watchdog.throwIfAborted();
        if (!answer.finished) throw FAILURES.cut();
        watchdog.complete();
        yield answer.done();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (answer.finished) {
          yield answer.done();
          return;
        }
        const { failure, retryAfterMs } = diagnose(watchdog.expired ? FAILURES.stalled() : error);
        if (retried || answer.begun || retryAfterMs === null) throw failure;
        waitMs = retryAfterMs;
      } finally {
        watchdog.stop();
      }
      await pause(waitMs, signal);
    }
  }

  async extract(request: ExtractRequest, signal: AbortSignal): Promise<Extraction> {
    const { name, schema } = request;
    const watchdog = new Watchdog(signal, this.#extractMs);
    try {
      try {
        const format = { type: 'json_schema', json_schema: { name, schema, strict: true } } as const;
        const extraction = await this.#complete(request, format, watchdog.signal);
        watchdog.complete();
        return extraction;
      } catch (error) {
        if (!refusesFormat(error)) throw error;
        const inWords = { ...request, messages: [...request.messages, formatInWords(schema)] };
        return await this.#complete(inWords, { type: 'json_object' }, watchdog.signal);
      }
    } catch (error) {
      signal.throwIfAborted();
      throw diagnose(watchdog.expired ? FAILURES.stalled() : error).failure;
    } finally {
      watchdog.stop();
    }
  }

  /** Tries at most twice. Throws whatever the SDK throws. */
  async #complete(request: ExtractRequest, format: ResponseFormat, signal: AbortSignal): Promise<Extraction> {
    const body = {
      ...this.#settings(request),
      messages: chatMessages(request.messages),
      response_format: format,
    };
    const attempt = async () =>
      readCompletion(await orAborted(this.#client.chat.completions.create(body, { signal }), signal), body.model);
    try {
      return await attempt();
    } catch (error) {
      const { retryAfterMs } = diagnose(error);
      if (signal.aborted || retryAfterMs === null) throw error;
      await pause(retryAfterMs, signal);
      return await attempt();
    }
  }

  /** A temperature is chosen for a model: another may mean something else by it, or refuse every request that has one. */
  #settings({ model, temperature }: ModelSettings): { model: string; temperature?: number } {
    if (!mayName(model, this.#allowedModels)) return { model: this.#defaultModel };
    const named = model ?? this.#defaultModel;
    return temperature === null ? { model: named } : { model: named, temperature };
  }
}
