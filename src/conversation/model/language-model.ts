/** What a model is told, oldest first. */
export type ModelMessage =
  | { role: 'system'; text: string }
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls?: readonly ToolCall[] }
  /** What a tool answered, to the call of this id. */
  | { role: 'tool'; toolCallId: string; text: string };

/** Something the model can do besides talking. */
export interface ToolDefinition {
  /** `^[a-zA-Z0-9_-]{1,64}$` */
  name: string;
  description: string;
  /** A JSON Schema of type object. */
  parameters: Readonly<Record<string, unknown>>;
}

/** The model wants something done. `input` is the JSON text that it wrote, which may not be JSON. */
export interface ToolCall {
  id: string;
  name: string;
  input: string;
}

/** Tokens that were paid for. */
export interface TokenUsage {
  promptTokens: number;
  completionTokens: number;
}

/** Which model answers, and how freely. Null: the server's default. */
export interface ModelSettings {
  model: string | null;
  /** 0 to 2. */
  temperature: number | null;
}

export interface ConverseRequest extends ModelSettings {
  messages: readonly ModelMessage[];
  tools: readonly ToolDefinition[];
}

/** A piece of an answer. `done` comes once and last. */
export type ModelEvent =
  | { kind: 'text'; text: string }
  | { kind: 'tool-call'; call: ToolCall }
  | { kind: 'done'; usage: TokenUsage | null; model: string };

export interface ExtractRequest extends ModelSettings {
  messages: readonly ModelMessage[];
  /** Name of what is asked for: `^[a-zA-Z0-9_-]{1,64}$`. */
  name: string;
  /** JSON Schema, strict: every property required, no additional ones. */
  schema: Readonly<Record<string, unknown>>;
}

export interface Extraction {
  /** What the answer holds, parsed; not checked against the schema. */
  value: unknown;
  /** The answer as it came. */
  raw: string;
  usage: TokenUsage | null;
  model: string;
}

/** Why a model gave no usable answer. */
export type ModelFailureKind = 'unreachable' | 'refused' | 'rate-limited' | 'stalled' | 'failed' | 'garbled';

/** The model could not be used. The message is for operators and has no secret in it. */
export class ModelFailure extends Error {
  constructor(
    readonly kind: ModelFailureKind,
    message: string,
  ) {
    super(message);
    this.name = 'ModelFailure';
  }
}

/** A language model, in our words. */
export interface LanguageModel {
  /**
   * Streams one answer. Before the first piece a failure that may pass is tried once more; afterwards never.
   * @throws ModelFailure while it is iterated; the signal's reason when aborted
   */
  converse(request: ConverseRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Asks for JSON of a given shape. @throws ModelFailure, or the signal's reason when aborted */
  extract(request: ExtractRequest, signal: AbortSignal): Promise<Extraction>;
}
