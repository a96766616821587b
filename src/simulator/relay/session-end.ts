/** How a session ended (Twilio, ConversationRelay, "action URL parameters"). */
export type SessionEnd =
  /** The call is over. */
  | { readonly status: 'completed' }
  /** The customer ended it. */
  | { readonly status: 'ended'; readonly handoffData?: string }
  /** It broke, or never began; the call goes on. */
  | {
      readonly status: 'failed';
      readonly errorCode: RelayErrorCode;
      readonly errorMessage: string;
    };

/** Of Twilio's errors: parameters that are not taken, no connection, a connection that ended. */
export type RelayErrorCode = 64101 | 64102 | 64105;

export interface EndedSession {
  readonly sessionId: string;
  /** Virtual seconds that it lasted. */
  readonly seconds: number;
  readonly end: SessionEnd;
}
