import { createHash } from 'node:crypto';
import { ApiError } from './api-error';
import type { ChatRequest } from './chat-request';

/** How an answer that is given goes wrong on its way, or in what it says. */
export type Fault =
  | 'stall-before'
  | 'stall-middle'
  | 'garbage'
  | 'cut'
  | 'unknown-tool'
  | 'bad-arguments'
  | 'verbose'
  | { readonly slowMs: number };

/** What the name of a model brings about; `simulated` itself, and names that do not begin with it, nothing. */
export const FAULTY_MODELS: readonly string[] = [
  'simulated-401',
  'simulated-429',
  'simulated-500',
  'simulated-500-once',
  'simulated-stall-before',
  'simulated-stall-middle',
  'simulated-garbage',
  'simulated-cut',
  'simulated-unknown-tool',
  'simulated-bad-arguments',
  'simulated-verbose',
  'simulated-slow-1000',
];

const ON_THE_WAY = [
  'stall-before',
  'stall-middle',
  'garbage',
  'cut',
  'unknown-tool',
  'bad-arguments',
  'verbose',
] as const;
const MOST_CONVERSATIONS = 10_000;

/** Finds out from the model's name what should go wrong. */
export class Faults {
  readonly #failedOnce = new Set<string>();

  /** @throws ApiError when the answer is a refusal */
  of(request: ChatRequest): Fault | null {
    const [, name] = /^simulated-(.+)$/.exec(request.model) ?? [];
    if (name === undefined) return null;
    const slow = /^slow-(\d{1,5})$/.exec(name);
    if (slow) return { slowMs: Number(slow[1]) };
    this.#refuse(name, request);
    return ON_THE_WAY.find((fault) => fault === name) ?? null;
  }

  #refuse(name: string, request: ChatRequest): void {
    if (name === '401') {
      throw new ApiError(401, 'invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.');
    }
    if (name === '429') {
      const options = { retryAfterSeconds: 1 };
      throw new ApiError(429, 'requests', 'rate_limit_exceeded', 'Rate limit reached for requests.', options);
    }
    if (name === '500' || (name === '500-once' && this.#firstTime(request))) {
      throw new ApiError(500, 'server_error', null, 'The server had an error while processing your request.');
    }
    if (name === '500-once' || ON_THE_WAY.some((fault) => fault === name)) return;
    throw new ApiError(404, 'invalid_request_error', 'model_not_found', `The model ${request.model} does not exist.`);
  }

  /** A conversation is known by what it begins with. */
  #firstTime({ messages }: ChatRequest): boolean {
    const conversation = createHash('sha256')
      .update(JSON.stringify(messages.slice(0, 2)))
      .digest('base64');
    if (this.#failedOnce.has(conversation)) return false;
    if (this.#failedOnce.size >= MOST_CONVERSATIONS) this.#failedOnce.clear();
    this.#failedOnce.add(conversation);
    return true;
  }
}
