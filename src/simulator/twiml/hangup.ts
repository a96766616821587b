import type { Verb } from './verb';

/** `<Hangup>`: ends the call. */
export const hangup: Verb = async () => 'hang-up';
