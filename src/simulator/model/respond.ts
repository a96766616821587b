import { type Answer, say } from './answer';
import type { ChatRequest } from './chat-request';
import { extract } from './extraction/extract';
import type { Fault } from './fault';
import { converse } from './talk/converse';

const LONG_WINDED =
  'Let me explain this in some detail, because it matters to me that nothing stays unclear between the two of us. ';

/** What the rules answer to a request, with whatever of a fault lies in the words. */
export function respond(request: ChatRequest, fault: Fault | null): Answer {
  if (request.format !== 'text') return say(JSON.stringify(extract(request.messages, request.format.schema)));
  const called = fault === 'unknown-tool' || fault === 'bad-arguments' ? wrongCall(request, fault) : null;
  if (called) return called;
  const answer = converse(request);
  return fault === 'verbose' ? { ...answer, text: LONG_WINDED.repeat(8) + answer.text } : answer;
}

/** A call that cannot be done, once a turn: what the tool then answers is taken as usual. */
function wrongCall({ messages, tools }: ChatRequest, fault: 'unknown-tool' | 'bad-arguments'): Answer | null {
  if (messages.at(-1)?.role === 'tool') return null;
  if (fault === 'unknown-tool') return say('', { name: 'no_such_tool', input: '{}' });
  const tool = tools.at(-1);
  return tool ? say('', { name: tool.name, input: '{"broken": ' }) : null;
}
