/** What servers of one database tell each other: hints that may be lost, so whoever listens also looks by itself. */
export interface Signals {
  /** Tells all other servers. Texts that are sent at the same time go together. */
  send(text: string): void;
  /** Begins to listen. @param onGap called when texts may have been lost */
  listen(onText: (text: string) => void, onGap: () => void): void;
  /** Ends listening. */
  silence(): void;
}

/** Is told that something of a call has changed, once that is committed. */
export interface Changes {
  note(accountId: string, callId: string): void;
}
