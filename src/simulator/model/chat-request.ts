import { invalidRequest } from './api-error';

/** What the rules see of a message. `text` is empty where there is none. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly text: string;
  /** Names of the tools that the assistant called with it. */
  readonly calls: readonly { readonly id: string; readonly name: string }[];
  /** Of a tool's answer: to which call. */
  readonly toolCallId: string | null;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Tool {
  readonly name: string;
  readonly parameters: JsonSchema;
}

/** The parameters of a chat completion that mean something here. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** What the answer should be: text, JSON of any shape (null), or of this one. */
  readonly format: 'text' | { readonly schema: JsonSchema | null };
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

const ROLES: Readonly<Record<string, Message['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

/** Reads the body of a request. @throws ApiError 400 */
export function readChatRequest(body: unknown): ChatRequest {
  if (!isObject(body)) throw invalidRequest('We could not parse the JSON body of your request.');
  const { model, messages, tools } = body;
  if (typeof model !== 'string' || !model) throw invalidRequest('you must provide a model parameter');
  if (!Array.isArray(messages) || messages.length === 0) {
    throw invalidRequest('messages must be an array with at least one message', 'messages');
  }
  return {
    model,
    messages: messages.map(readMessage),
    tools: Array.isArray(tools) ? tools.map(readTool) : [],
    format: readFormat(body.response_format),
    stream: body.stream === true,
    includeUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
  };
}

function readMessage(message: unknown, index: number): Message {
  const param = `messages[${index}]`;
  const role = isObject(message) && typeof message.role === 'string' ? ROLES[message.role] : undefined;
  if (!isObject(message) || !role) throw invalidRequest(`Invalid value for ${param}.role`, `${param}.role`);
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  return {
    role,
    text: readContent(message.content, param),
    calls: calls.filter(isObject).map(({ id, function: called }) => ({
      id: String(id),
      name: isObject(called) ? String(called.name) : '',
    })),
    toolCallId: typeof message.tool_call_id === 'string' ? message.tool_call_id : null,
  };
}

/** Content is a text or parts, of which those that are text count. */
function readContent(content: unknown, param: string): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  if (!Array.isArray(content)) throw invalidRequest(`Invalid type for ${param}.content`, `${param}.content`);
  return content
    .filter(isObject)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('');
}

function readTool(tool: unknown, index: number): Tool {
  const called = isObject(tool) ? tool.function : undefined;
  if (!isObject(called) || typeof called.name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(called.name)) {
    throw invalidRequest(`Invalid value for tools[${index}].function.name`, `tools[${index}].function.name`);
  }
  return { name: called.name, parameters: isObject(called.parameters) ? called.parameters : {} };
}

function readFormat(format: unknown): ChatRequest['format'] {
  if (!isObject(format) || format.type === 'text') return 'text';
  if (format.type === 'json_object') return { schema: null };
  const named = format.json_schema;
  if (format.type !== 'json_schema' || !isObject(named) || !isObject(named.schema)) {
    throw invalidRequest('Invalid value for response_format', 'response_format');
  }
  return { schema: named.schema };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
