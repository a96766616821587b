import type { AnsweredBy, EndedReason } from '../entities/enums';

/** What the provider is asked to dial. */
export interface DialOrder {
  accountId: string;
  callId: string;
  toNumber: string;
  fromNumber: string;
  /** Seconds of talk after which the provider itself hangs up. */
  maxDurationSeconds: number;
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

/** The part of a telephony provider that the domain needs. No method throws for what a provider may answer. */
export interface Telephony {
  /** Asks for one call. Never repeats what may have dialled. */
  dial(order: DialOrder): Promise<DialOutcome>;
  /** Ends a call, whatever its state, and says how it then stands. */
  hangUp(sid: string): Promise<ProviderAnswer>;
  /** Asks how a call stands. */
  look(sid: string): Promise<ProviderAnswer>;
}

/** `missing`: the provider has no such call. `unavailable`: it did not tell, or has nothing to tell yet. */
export type ProviderAnswer = ProviderReport | 'missing' | 'unavailable';
