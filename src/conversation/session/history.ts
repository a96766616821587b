import { TurnRole } from '../../entities/enums';
import type { Turn } from '../../services/transcripts/turn';
import type { ModelMessage, ToolCall } from '../model/language-model';

/** What the agent says, growing as it speaks, and the tools that it has begun to use. */
export interface AgentEntry {
  text: string;
  toolCalls: readonly ToolCall[];
}

/** What a tool answered; `pending` until it has. */
export interface ToolEntry {
  toolCallId: string;
  text: string;
}

/** What the contact said is its text alone: a server keeps the histories of all its conversations in memory. */
type Entry = string | AgentEntry | ToolEntry;

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
    this.settle();
    this.#entries.push(compact(text.trim()));
    this.#forget();
  }

  /** The agent begins to say something, or to use tools. */
  speak(): AgentEntry {
    const entry: AgentEntry = { text: '', toolCalls: NO_CALLS };
    this.#entries.push(entry);
    return entry;
  }

  /** A tool begins to run. A call that never begins never enters the history. */
  useTool(entry: AgentEntry, call: ToolCall): ToolEntry {
    const answer: ToolEntry = { toolCallId: call.id, text: 'The outcome is not known.' };
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
      if (!isAgents(entry)) continue;
      const { text } = entry;
      entry.text = compact(text.slice(0, left));
      left = Math.max(0, left - text.length);
    }
  }

  /** The messages of a request: what one side said in several pieces is one message. */
  messages(): ModelMessage[] {
    const messages: ModelMessage[] = [{ role: 'system', text: this.system }];
    for (const entry of this.#entries) {
      const message = messageOf(entry);
      if (!message) continue;
      const before = messages.at(-1);
      if (message.role !== 'tool' && before?.role === message.role && !('toolCalls' in before)) {
        message.text = `${before.text} ${message.text}`.trim();
        messages.pop();
      }
      messages.push(message);
    }
    return messages;
  }

  /** What was said so far is complete, though it may still be cut. */
  settle(): void {
    for (const entry of this.#entries.slice(this.#settled)) {
      if (typeof entry !== 'string') entry.text = compact(entry.text);
    }
    this.#settled = this.#entries.length;
  }

  /** Forgets the oldest of a history that is too long. */
  #forget(): void {
    let left = this.#entries.reduce((sum, entry) => sum + lengthOf(entry), 0);
    if (left <= this.limit) return;
    let start = 0;
    for (const [index, entry] of this.#entries.entries()) {
      if (typeof entry === 'string' && typeof this.#entries[index - 1] !== 'string') {
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
  if (typeof entry === 'string') return entry.length;
  const calls = isAgents(entry) ? entry.toolCalls : NO_CALLS;
  return calls.reduce((sum, { name, input }) => sum + name.length + input.length, entry.text.length);
}

function isAgents(entry: Entry): entry is AgentEntry {
  return typeof entry !== 'string' && 'toolCalls' in entry;
}

/** Null: nothing was said or done. */
function messageOf(entry: Entry): ModelMessage | null {
  if (typeof entry === 'string') return entry === '' ? null : { role: 'user', text: entry };
  if (!isAgents(entry)) return { role: 'tool', toolCallId: entry.toolCallId, text: entry.text };
  const text = entry.text.trim();
  if (entry.toolCalls.length > 0) return { role: 'assistant', text, toolCalls: entry.toolCalls };
  return text === '' ? null : { role: 'assistant', text };
}
