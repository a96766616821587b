import {
  type Asked,
  chunk,
  completion,
  type Endpoint,
  json,
  type Reply,
  startEndpoint,
} from '../../model/support/endpoint';

/** What the model says, and the tools that it calls. */
export interface ScriptedAnswer {
  text: string;
  calls?: ReadonlyArray<{ name: string; input: object }>;
}

/** A message as the endpoint is told it. */
export interface ToldMessage {
  role: string;
  content: string | null;
}

export const messagesOf = ({ body }: Asked) => body.messages as ToldMessage[];
export const isTalk = ({ body }: Asked) => body.stream === true;
export const promptOf = (asked: Asked) => messagesOf(asked)[0]?.content ?? '';

/** A model that answers a talk as a test decides, in words streamed one by one; analyses come to nothing. */
export function startScriptedModel(answer: (messages: ToldMessage[]) => ScriptedAnswer): Promise<Endpoint> {
  return startAnswering((asked) => streamed(answer(messagesOf(asked))));
}

/** A model whose streams a test makes itself. */
export async function startAnswering(reply: (asked: Asked) => Reply): Promise<Endpoint> {
  const endpoint: Endpoint = await startEndpoint((response, request) => {
    const asked = endpoint.asked.at(-1) as Asked;
    (isTalk(asked) ? reply(asked) : json(completion('{}')))(response, request);
  });
  return endpoint;
}

/** Streams an answer word by word, and its tool calls. */
export function streamed({ text, calls = [] }: ScriptedAnswer): Reply {
  const words = text.match(/\S+\s*/g) ?? [];
  const used = calls.map(({ name, input }, index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
  const usage = { choices: [], usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } };
  const pieces = [
    ...words.map((content) => chunk({ content })),
    ...(used.length > 0 ? [chunk({ tool_calls: used })] : []),
    chunk({}, used.length > 0 ? 'tool_calls' : 'stop'),
    chunk({}, null, usage),
  ];
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const piece of pieces) response.write(`data: ${JSON.stringify(piece)}\n\n`);
    response.end('data: [DONE]\n\n');
  };
}
