import type { Logger } from 'pino';
import type { EndedReason } from '../../entities/enums';
import type { AnswerUsage } from '../../services/talks/add-usage';
import type { Turn } from '../../services/transcripts/turn';
import type { SpeechChannel } from '../../telephony/speech';
import type { LanguageModel, ToolCall, ToolDefinition } from '../model/language-model';
import type { BuiltInAction } from '../tools/parse-built-in';

/** Where a session writes down what must outlive it. One method at a time is called, in order, again if it fails. */
export interface Notes {
  /** Writes a turn, or writes it anew: the index is its key. */
  storeTurn(turn: Turn): Promise<void>;
  /** Writes why the agent ends the call. */
  markEnding(reason: EndedReason): Promise<void>;
  /** Counts what an answer cost. Again for the same answer, it changes nothing. */
  addUsage(usage: AnswerUsage): Promise<void>;
}

/** Thrown by `Notes`: a newer session has taken the call over. The older one falls silent and writes nothing more. */
export class Superseded extends Error {
  constructor() {
    super('a newer session has the call');
    this.name = 'Superseded';
  }
}

/** Thrown by `Notes`: what is to be written is not taken, however often it is tried. */
export class Unwritable extends Error {
  constructor(options?: ErrorOptions) {
    super('a note is not taken', options);
    this.name = 'Unwritable';
  }
}

/** What the model can do besides talking. */
export interface Toolbox {
  definitions: readonly ToolDefinition[];
  /** Null: the tool is not built in. Does not throw. */
  parseBuiltIn(call: ToolCall): BuiltInAction | null;
  /**
   * Runs one of the other tools and says what the model is told of it, failures included. It bounds its own time.
   * @param signal the call is over
   */
  runTool(call: ToolCall, signal: AbortSignal): Promise<string>;
}

/** What a session works with. */
export interface SessionPorts {
  channel: SpeechChannel;
  model: LanguageModel;
  notes: Notes;
  tools: Toolbox;
  log: Logger;
}

/** What a detector of answering machines says: a machine or a fax answered, or a machine's greeting is over. */
export type MachineNews = 'machine' | 'fax' | 'greeting-ended';

/** How a session ended. */
export interface SessionResult {
  /** The connection broke while the call went on: another session may take it up. */
  lost: boolean;
  /** Why the agent ended it; null if it did not. */
  reason: EndedReason | null;
}
