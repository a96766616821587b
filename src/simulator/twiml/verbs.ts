import { hangup } from './hangup';
import { pause } from './pause';
import { redirect } from './redirect';
import { say } from './say';
import type { Verb } from './verb';

/** The TwiML verbs that are simulated, by element name. Names are case-sensitive, as with Twilio. */
export const verbs: ReadonlyMap<string, Verb> = new Map([
  ['Say', say],
  ['Pause', pause],
  ['Redirect', redirect],
  ['Hangup', hangup],
]);
