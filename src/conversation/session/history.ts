import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { ModelMessage, ToolCall } from '../model/language-model';

/** What the agent says, growing as it speaks, and the tools that it has begun to use. */
export interface AgentEntry {
  role: 'assistant';
  text: string;
  toolCalls: ToolCall[];
}

/** What a tool answered; `pending` until it has. */
export interface ToolEntry {
  role: 'tool';
  toolCallId: string;
  text: string;
}

type Entry = { role: 'user'; text: string } | AgentEntry | ToolEntry;

/** The conversation as the model is told it. It holds what was heard, not what was meant to be said. */
export class History {
  readonly #entries: Entry[] = [];

  /** @param turns of an earlier connection, oldest first */
  constructor(
    private readonly system: string,
    turns: readonly Turn[],
  ) {
    for (const { role, text } of turns) {
      if (role === TurnRole.CONTACT) this.hear(text);
      if (role === TurnRole.AGENT) this.speak().text = text;
    }
  }

  /** The contact said something. */
  hear(text: string): void {
    this.#entries.push({ role: 'user', text });
  }

  /** The agent begins to say something, or to use tools. */
  speak(): AgentEntry {
    const entry: AgentEntry = { role: 'assistant', text: '', toolCalls: [] };
    this.#entries.push(entry);
    return entry;
  }

  /** A tool begins to run. A call that never begins never enters the history. */
  useTool(entry: AgentEntry, call: ToolCall): ToolEntry {
    const answer: ToolEntry = { role: 'tool', toolCallId: call.id, text: 'The outcome is not known.' };
    entry.toolCalls.push(call);
    this.#entries.push(answer);
    return answer;
  }

  /** Where the history ends now. */
  mark(): number {
    return this.#entries.length;
  }

  /** Forgets what the agent said after a mark, but for so many characters of it. */
  cut(mark: number, length: number): void {
    let left = length;
    for (const entry of this.#entries.slice(mark)) {
      if (entry.role !== 'assistant') continue;
      const { text } = entry;
      entry.text = text.slice(0, left);
      left = Math.max(0, left - text.length);
    }
  }

  /** The messages of a request: what one side said in several pieces is one message. */
  messages(): ModelMessage[] {
    const messages: ModelMessage[] = [{ role: 'system', text: this.system }];
    for (const entry of this.#entries) {
      const before = messages.at(-1);
      if (entry.role === 'tool') messages.push({ ...entry });
      else if (isEmpty(entry)) continue;
      else if (before?.role === entry.role && !('toolCalls' in before)) {
        messages[messages.length - 1] = { ...messageOf(entry), text: join(before.text, entry.text) };
      } else messages.push(messageOf(entry));
    }
    return messages;
  }
}

function isEmpty(entry: Exclude<Entry, ToolEntry>): boolean {
  return entry.text.trim() === '' && (entry.role === 'user' || entry.toolCalls.length === 0);
}

function messageOf(entry: Exclude<Entry, ToolEntry>): ModelMessage {
  const text = entry.text.trim();
  if (entry.role === 'user') return { role: 'user', text };
  if (entry.toolCalls.length === 0) return { role: 'assistant', text };
  return { role: 'assistant', text, toolCalls: [...entry.toolCalls] };
}

function join(before: string, text: string): string {
  return `${before} ${text.trim()}`.trim();
}
