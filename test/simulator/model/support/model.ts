import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import OpenAI from 'openai';
import { createModelRouter } from '../../../../src/simulator/model/model-router';

type Message = OpenAI.ChatCompletionMessageParam;
type ToolMessage = OpenAI.ChatCompletionTool;

/** The simulated model and the SDK it is to be indistinguishable for. */
export interface ModelHarness {
  readonly url: string;
  readonly client: OpenAI;
  close(): Promise<void>;
}

export async function startModel(speed = 100): Promise<ModelHarness> {
  const log: string[] = [];
  const app = new Koa().use(createModelRouter({ speed, log: (line) => log.push(line) }).routes());
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'key-of-a-test', maxRetries: 0, logLevel: 'off' });
  return {
    url,
    client,
    async close() {
      server.close();
      server.closeAllConnections();
      expect(log).toEqual([]);
    },
  };
}

/** A system message with the headings that the model reads. */
export function system(task: string, { goal, name }: { goal?: string; name?: string } = {}): Message {
  const sections = [
    'You are on a live phone call. Is anything unclear? Then ask.',
    `# Task\n${task}`,
    goal && `# Goal\n${goal}`,
    name && `# Who you are calling\nName: ${name}`,
    '# Now\nMonday, 23 November 2026, 10:04 in America/Los_Angeles',
  ];
  return { role: 'system', content: sections.filter(Boolean).join('\n\n') };
}

/** Turns by turns, the agent first. */
export function turns(...texts: string[]): Message[] {
  return texts.map((content, at) => ({ role: at % 2 === 0 ? 'assistant' : 'user', content }));
}

export function tool(name: string, properties: object = {}): ToolMessage {
  const parameters = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { type: 'function', function: { name, description: `Does ${name}.`, parameters } };
}

export const END_CALL = tool('end_call');

/** What the model says and does next. */
export interface Next {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly input: string }[];
}

export async function next(
  client: OpenAI,
  messages: Message[],
  tools: ToolMessage[] = [END_CALL],
  model = 'simulated',
): Promise<Next> {
  const completion = await client.chat.completions.create({ model, messages, ...(tools.length > 0 && { tools }) });
  const message = completion.choices[0]?.message;
  const calls = (message?.tool_calls ?? []).map((call) =>
    call.type === 'function' ? { name: call.function.name, input: call.function.arguments } : { name: '', input: '' },
  );
  return { text: message?.content ?? '', calls };
}
