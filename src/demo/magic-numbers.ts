/** A number that the simulated carrier always treats the same way. */
export interface MagicNumber {
  number: string;
  /** What happens, in a few words. */
  what: string;
}

const row = (last: number, what: string): MagicNumber => ({
  number: `+150055500${String(last).padStart(2, '0')}`,
  what,
});

/** The numbers for trying what seldom happens. Every other number is a person who answers, talks and says goodbye. */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  row(1, 'refused: not a phone number'),
  row(2, 'refused: cannot be reached'),
  row(3, 'refused: not permitted'),
  row(4, 'refused: rejected by the provider'),
  row(10, 'busy'),
  row(11, 'rings out'),
  row(12, 'cannot be reached'),
  row(13, 'declined'),
  row(14, 'voicemail answers'),
  row(15, 'hangs up in the agent’s first sentence'),
  row(16, 'interrupts the agent, then talks on'),
  row(17, 'answers, stays silent'),
  row(18, 'talks until the time limit'),
  row(19, 'the connection for the talk breaks once'),
  row(20, 'callbacks late, doubled and out of order'),
  row(21, 'callbacks lost; the server has to ask'),
  row(22, 'dialled, but the provider never replies'),
  row(23, 'dialled, but the provider replies 500'),
  row(24, 'the provider is busy twice (429), then dials'),
  row(25, 'a callback before the provider’s reply, no ringing'),
  row(26, 'not dialled, and the provider never replies'),
  row(27, 'asks to be put through to a person'),
];
