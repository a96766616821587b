import type { EndedReason } from '../entities/enums';

/** Something that happened on a live call, as text. The provider does the hearing and the speaking. */
export type SpeechEvent =
  /** What the person says. `last`: they have finished; else it grows, and the next one holds all of it again. */
  | { kind: 'prompt'; text: string; last: boolean; language: string | null }
  /** The person spoke or pressed a key while we did. What was queued is gone; `heard` is what they got of it. */
  | { kind: 'interrupt'; heard: string; afterMs: number }
  | { kind: 'digit'; digit: string }
  /** A piece of what we said has been spoken. */
  | { kind: 'spoken'; text: string }
  /** Somebody begins or ceases to be heard. */
  | { kind: 'speaking'; who: 'agent' | 'contact'; on: boolean }
  /** The provider did not like something; the session goes on. */
  | { kind: 'complaint'; message: string }
  /** The session is over: `lost` if the socket broke while the call goes on. Nothing follows. */
  | { kind: 'closed'; lost: boolean };

/** Why we end a session. It comes back to us by the provider, should we forget. */
export type Handoff =
  | {
      reason: EndedReason;
      /** Where to connect the person to, with reason TRANSFERRED. E.164. */
      transferTo?: string;
    }
  /** The call goes on with a new session: ending one is the only way to take back what it was told to say. */
  | { anew: true };

/** The outgoing half of a session. What is sent after it closed goes nowhere; no method throws. */
export interface SpeechChannel {
  /**
   * Says a piece of a turn, spaces as they are; `last` closes the turn.
   * @param options.interruptible whether the person may cut it off; default: as the agent is set
   */
  say(text: string, options: { last: boolean; interruptible?: boolean }): void;
  /** Presses keys: `0-9 w # *`; `w` waits half a second. Queued behind speech. */
  sendDigits(digits: string): void;
  /** Ends the session at once, unspoken words included: wait for them first. */
  end(handoff: Handoff): void;
}

/** How the person hears and is heard on one call. */
export interface VoiceSettings {
  /** BCP 47. */
  language: string;
  /** The provider's id of a voice; null: its default. */
  voice: string | null;
  ttsProvider: 'GOOGLE' | 'AMAZON' | 'ELEVENLABS' | null;
  transcriptionProvider: 'GOOGLE' | 'DEEPGRAM' | null;
  speechModel: string | null;
  /** Words that the transcription should expect. */
  hints: readonly string[];
  /** What cuts the agent off. */
  interruptible: 'ANY' | 'SPEECH' | 'DTMF' | 'NONE';
  interruptSensitivity: 'LOW' | 'MEDIUM' | 'HIGH';
}
