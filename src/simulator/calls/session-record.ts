/** A ConversationRelay session as `GET /simulator/calls` shows it. */
export interface SessionRecord {
  readonly sessionId: string;
  /** Null while it goes on. */
  status: 'completed' | 'ended' | 'failed' | null;
  errorCode: number | null;
  /** Frames to the customer and from it, malformed ones included. */
  framesSent: number;
  framesReceived: number;
  malformed: number;
  /** Who was heard to say what, in order: the agent by turns, as far as they were spoken. */
  readonly said: { readonly who: 'agent' | 'contact'; readonly text: string }[];
}
