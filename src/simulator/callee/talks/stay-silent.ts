import type { Mind } from '../mind';
import type { PhoneLine } from '../phone-line';

/** Answers, and says nothing at all. */
export async function staySilent(_line: PhoneLine, _mind: Mind): Promise<void> {}
