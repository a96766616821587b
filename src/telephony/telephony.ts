import type { Readable } from 'node:stream';
import type { AnsweredBy, EndedReason, RecordingStatus } from '../entities/enums';

/** Whether it is to be found out that a machine answers: not, as soon as possible, or when a message can be left. */
export type MachineDetection = 'off' | 'early' | 'at-beep';

/** What the provider is asked to dial. */
export interface DialOrder {
  accountId: string;
  callId: string;
  toNumber: string;
  fromNumber: string;
  /** Seconds of talk after which the provider itself hangs up. */
  maxDurationSeconds: number;
  machineDetection: MachineDetection;
  /** Whether the sound of the call is to be kept. */
  record: boolean;
}

/**
 * How a request to dial went. `refused` is definite: nobody was dialled. `unknown` is everything that may have dialled:
 * a time-out, a reset, an error of the provider. It must never be tried again.
 */
export type DialOutcome =
  | { kind: 'accepted'; sid: string }
  | { kind: 'refused'; reason: EndedReason; message: string }
  | { kind: 'unknown'; message: string };

/** How a call stands at the provider: the words of its state machine, without its vocabulary. */
export type ProviderProgress =
  | { kind: 'progress'; step: 'dialed' | 'ringing' | 'answered'; at: Date | null }
  | {
      kind: 'ended';
      outcome: 'completed' | 'busy' | 'declined' | 'no-answer' | 'unreachable' | 'failed' | 'canceled';
      at: Date | null;
      /** Whole seconds of talk; 0 for a call that was not answered. */
      durationSeconds: number;
      answeredBy: AnsweredBy | null;
    };

/** A provider's word about one call, whether it called us or was asked. */
export interface ProviderReport {
  sid: string;
  /** Who says so, for the call's timeline, for example `twilio:status:2`. */
  source: string;
  progress: ProviderProgress;
}

/** A call that was asked for, as it stands in the provider's list. */
export interface ListedCall {
  sid: string;
  /** When the provider took the request, by its own clock, in whole seconds. */
  createdAt: Date;
  /** Null: it has only been taken so far. */
  report: ProviderReport | null;
}

/** What is known of the sound of a call. */
export interface RecordingNews {
  status: RecordingStatus;
  /** The provider's id of the recording. */
  sid: string;
  /** Null until it is complete. */
  seconds: number | null;
}

/** The sound of a call, or a part of it, as it comes from the provider. */
export interface RecordedSound {
  /** For example `audio/x-wav`. */
  type: string;
  /** Bytes that come; null: not known beforehand. */
  length: number | null;
  /** Which part of how many bytes, as `Content-Range` says it; null: the whole. */
  range: string | null;
  /** Whether a part can be asked for. */
  seekable: boolean;
  body: Readable;
}

/** What is wanted of a recording. */
export interface SoundOptions {
  /** As the `Range` header says it; empty: the whole. */
  range: string;
  /** Ends the transfer when it is aborted. */
  signal: AbortSignal;
}

/** The part of a telephony provider that the domain needs. No method throws for what a provider may answer. */
export interface Telephony {
  /** Asks for one call. Never repeats what may have dialled. */
  dial(order: DialOrder): Promise<DialOutcome>;
  /** Ends a call, whatever its state, and says how it then stands. */
  hangUp(sid: string): Promise<ProviderAnswer>;
  /** Asks how a call stands. */
  look(sid: string): Promise<ProviderAnswer>;
  /**
   * Asks for the calls from one number to another that began to be dialled since an instant. One that waits to be dialled is not
   * among them, and the list may be a little behind; so it proves no absence.
   */
  list(numbers: { fromNumber: string; toNumber: string }, since: Date): Promise<ListedCall[] | 'unavailable'>;
  /** Asks how the recording of a call stands, by the call's id. */
  findRecording(callSid: string): Promise<RecordingNews | 'missing' | 'unavailable'>;
  /** Fetches the sound of a recording; `beyond`: it has no such part. */
  fetchRecording(sid: string, options: SoundOptions): Promise<RecordedSound | 'missing' | 'beyond' | 'unavailable'>;
  /** Breaks off the questions and orders under way; whether an order was carried out is then unknown. */
  close(): void;
}

/** `missing`: the provider has no such call. `unavailable`: it did not tell, or has nothing to tell yet. */
export type ProviderAnswer = ProviderReport | 'missing' | 'unavailable';
