import type { AgentSettings } from '../../services/agents/settings';
import type { Turn } from '../../services/transcripts/turn';

/** What the agent says by itself, with all variables filled in. */
export interface SpokenTexts {
  /** Empty: the agent lets the person speak first. */
  firstMessage: string;
  nudge: string;
  /** Before it ends a call on which nobody speaks. */
  silenceGoodbye: string;
  warning: string;
  timeLimitGoodbye: string;
  apology: string;
  /** Null: no message is left on a machine. */
  voicemail: string | null;
  /** By the name of an HTTP tool, what is said while it runs. */
  meanwhile: ReadonlyMap<string, string>;
  /** Said where an answer broke off and begins anew. */
  sorry: string;
  /** Said where the model has no answer. */
  again: string;
  /** Said after a lost connection that cut the agent off. */
  cutOff: string;
}

/** The texts that no agent sets. */
export const COMMON_TEXTS = {
  sorry: 'Sorry.',
  again: 'Could you say that again?',
  cutOff: 'Sorry, we were cut off.',
} as const;

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
  /** What was said before the connection was lost, by index; empty on a first connection. */
  turns: readonly Turn[];
  answeredAt: Date;
  /** Seconds from the answer to the end, whatever is being said. */
  maxDurationSeconds: number;
  /** How much faster the carrier's time runs; 1 for real phones. */
  speed: number;
}
