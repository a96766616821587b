import {
  type ConverseRequest,
  type ExtractRequest,
  type ModelEvent,
  ModelFailure,
} from '../../../../src/conversation/model/language-model';
import { OpenAiModel, type OpenAiOptions } from '../../../../src/conversation/model/openai-model';

export const KEY = 'sk-very-secret-4711';
export const WORDS = 'The password of the contact is swordfish.';

export function modelAt(baseUrl: string, options: Partial<OpenAiOptions> = {}): OpenAiModel {
  return new OpenAiModel({ baseUrl, apiKey: KEY, defaultModel: 'simulated', ...options });
}

export const TALK: ConverseRequest = {
  model: null,
  temperature: null,
  messages: [
    { role: 'system', text: '# Task\nWhich day suits you best? Which time?' },
    { role: 'assistant', text: 'Hello.' },
    { role: 'user', text: WORDS },
  ],
  tools: [],
};

export const EXTRACTION: ExtractRequest = {
  model: null,
  temperature: null,
  messages: [{ role: 'user', text: `[0] Contact: ${WORDS}` }],
  name: 'small',
  schema: {
    type: 'object',
    properties: { sentiment: { enum: ['NEUTRAL', 'POSITIVE'] } },
    required: ['sentiment'],
    additionalProperties: false,
  },
};

/** What a stream gave, and how it failed if it did. */
export interface Outcome {
  text: string;
  events: ModelEvent[];
  error: unknown;
}

export async function converse(
  model: OpenAiModel,
  request: Partial<ConverseRequest> = {},
  signal = new AbortController().signal,
): Promise<Outcome> {
  const outcome: Outcome = { text: '', events: [], error: null };
  try {
    for await (const event of model.converse({ ...TALK, ...request }, signal)) {
      outcome.events.push(event);
      if (event.kind === 'text') outcome.text += event.text;
    }
  } catch (error) {
    outcome.error = error;
  }
  return outcome;
}

/** Fails unless it is a failure of this kind in which neither the key nor the talk can be found, however one looks. */
export function expectFailure(error: unknown, kind: string): void {
  expect(error).toBeInstanceOf(ModelFailure);
  expect(error).toMatchObject({ kind });
  const failure = error as ModelFailure;
  const all = [failure.message, failure.stack, String(failure.cause), JSON.stringify(failure)].join('\n');
  expect(all).not.toMatch(/swordfish|4711/);
}
