import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { ModelMessage, ToolCall } from '../model/language-model';

/** What the agent says, growing as it speaks, and the tools that it has begun to use. */
export interface AgentEntry {
  role: 'assistant';
  text: string;
  toolCalls: readonly ToolCall[];
}

/** What a tool answered; `pending` until it has. */
export interface ToolEntry {
  role: 'tool';
  toolCallId: string;
  text: string;
}

type Entry = { role: 'user'; text: string } | AgentEntry | ToolEntry;

const NO_CALLS: readonly ToolCall[] = [];
/**
 * What is left of a history that has grown too long. More is forgotten than has to be, so that it is not done at every turn: the
 * requests between begin alike, and endpoints do not read again what they know.
 */
const KEPT = 0.75;

/**
 * The conversation as the model is told it. It holds what was heard, not what was meant to be said, and of a long conversation
 * the end: it begins with something that the contact said, so that no tool's answer is without its call.
 */
export class History {
  #entries: Entry[] = [];
  /** Entries that stood before those that are left. */
  #forgotten = 0;
  /** Up to here texts do not grow any more. */
  #settled = 0;

  /**
   * @param turns of an earlier connection, oldest first
   * @param limit characters of a history, roughly; what was said and done since the contact spoke last is kept in any case
   */
  constructor(
    private readonly system: string,
    turns: readonly Turn[],
    private readonly limit: number,
  ) {
    for (const { role, text } of turns) {
      if (role === TurnRole.CONTACT) this.hear(text);
      if (role === TurnRole.AGENT) this.speak().text = text;
    }
  }

  /** The contact said something. */
  hear(text: string): void {
    this.#settle();
    this.#entries.push({ role: 'user', text });
    this.#forget();
  }

  /** The agent begins to say something, or to use tools. */
  speak(): AgentEntry {
    const entry: AgentEntry = { role: 'assistant', text: '', toolCalls: NO_CALLS };
    this.#entries.push(entry);
    return entry;
  }

  /** A tool begins to run. A call that never begins never enters the history. */
  useTool(entry: AgentEntry, call: ToolCall): ToolEntry {
    const answer: ToolEntry = { role: 'tool', toolCallId: call.id, text: 'The outcome is not known.' };
    entry.toolCalls = [...entry.toolCalls, call];
    this.#entries.push(answer);
    return answer;
  }

  /** Where the history ends now. It stays that place, whatever is forgotten before it. */
  mark(): number {
    return this.#forgotten + this.#entries.length;
  }

  /** Takes back what the agent said after a mark, but for so many characters of it. */
  cut(mark: number, length: number): void {
    let left = length;
    for (const entry of this.#entries.slice(Math.max(0, mark - this.#forgotten))) {
      if (entry.role !== 'assistant') continue;
      const { text } = entry;
      entry.text = compact(text.slice(0, left));
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

  /** What was said before is complete, though it may still be cut. */
  #settle(): void {
    for (const entry of this.#entries.slice(this.#settled)) entry.text = compact(entry.text);
    this.#settled = this.#entries.length;
  }

  /** Forgets the oldest of a history that is too long. */
  #forget(): void {
    let left = this.#entries.reduce((sum, entry) => sum + lengthOf(entry), 0);
    if (left <= this.limit) return;
    let start = 0;
    for (const [index, entry] of this.#entries.entries()) {
      if (entry.role === 'user' && this.#entries[index - 1]?.role !== 'user') {
        start = index;
        if (left <= this.limit * KEPT) break;
      }
      left -= lengthOf(entry);
    }
    this.#entries = this.#entries.slice(start);
    this.#forgotten += start;
    this.#settled -= start;
  }
}

/** The same text in a piece of its own: one that grew word by word, or was cut out of another, holds on to all of these. */
function compact(text: string): string {
  return Buffer.from(text).toString();
}

function lengthOf(entry: Entry): number {
  const inputs = entry.role === 'assistant' ? entry.toolCalls : NO_CALLS;
  return inputs.reduce((sum, { name, input }) => sum + name.length + input.length, entry.text.length);
}

function isEmpty(entry: Exclude<Entry, ToolEntry>): boolean {
  return entry.text.trim() === '' && (entry.role === 'user' || entry.toolCalls.length === 0);
}

function messageOf(entry: Exclude<Entry, ToolEntry>): ModelMessage {
  const text = entry.text.trim();
  if (entry.role === 'user') return { role: 'user', text };
  if (entry.toolCalls.length === 0) return { role: 'assistant', text };
  return { role: 'assistant', text, toolCalls: entry.toolCalls };
}

function join(before: string, text: string): string {
  return `${before} ${text.trim()}`.trim();
}
