import type { AgentSettings } from '../../services/agents/settings';
import type { CommonTexts } from '../../services/talks/common-texts';
import type { MachineNews } from './ports';

/** What the agent says by itself, with all variables filled in. */
export interface SpokenTexts extends Omit<CommonTexts, 'notConnectedGoodbye'> {
  /** Empty: the agent lets the person speak first. */
  firstMessage: string;
  /** Null: no message is left on a machine. */
  voicemail: string | null;
  /** By the name of an HTTP tool, what is said while it runs. */
  meanwhile: ReadonlyMap<string, string>;
}

/** All that a session needs to know of its call. It is loaded when the call is answered and not changed. */
export interface Brief {
  accountId: string;
  callId: string;
  /** Which connection of the call this is, from 1. */
  attempt: number;
  agent: { name: string; language: string; settings: AgentSettings };
  /** What the model is told first. */
  systemPrompt: string;
  texts: SpokenTexts;
  /** How much of the conversation the model is told, in characters. */
  historyCharacters: number;
  /** The last talk before this one that had a connection ended with a transfer that failed, and the person was not told yet. */
  afterTransfer: boolean;
  /** What is known of the machine that answered; null: nothing, or it is a person. */
  machine: MachineNews | null;
  /** By `performance.now()`. */
  answeredAt: number;
  /** Seconds from the answer to the end, whatever is being said. */
  maxDurationSeconds: number;
  /** How much faster the carrier's time runs; 1 for real phones. */
  speed: number;
}
