import type OpenAI from 'openai';
import type { ModelMessage, ToolDefinition } from './language-model';

type ChatMessage = OpenAI.ChatCompletionMessageParam;
export type ResponseFormat = NonNullable<OpenAI.ChatCompletionCreateParams['response_format']>;

/** Messages as the protocol has them. */
export function chatMessages(messages: readonly ModelMessage[]): ChatMessage[] {
  return messages.map(chatMessage);
}

function chatMessage(message: ModelMessage): ChatMessage {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.text };
  if (message.role !== 'assistant') return { role: message.role, content: message.text };
  if (!message.toolCalls?.length) return { role: 'assistant', content: message.text };
  return {
    role: 'assistant',
    content: message.text || null,
    tool_calls: message.toolCalls.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: input },
    })),
  };
}

/** Tools as the protocol has them; an empty list is not allowed there. */
export function chatTools(tools: readonly ToolDefinition[]): OpenAI.ChatCompletionTool[] | undefined {
  if (tools.length === 0) return undefined;
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
}

/** For an endpoint that takes no schema: it has to be told what the JSON should look like. */
export function formatInWords(schema: Readonly<Record<string, unknown>>): ModelMessage {
  return { role: 'system', text: `Answer with one JSON object that fits this JSON Schema: ${JSON.stringify(schema)}` };
}
