import { connect } from './connect';
import { dial } from './dial';
import { hangup } from './hangup';
import { pause } from './pause';
import { play } from './play';
import { redirect } from './redirect';
import { say } from './say';
import type { Verb } from './verb';

/** The TwiML verbs that are simulated, by element name. Names are case-sensitive, as with Twilio. */
export const verbs: ReadonlyMap<string, Verb> = new Map([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
  ['Connect', connect],
  ['Dial', dial],
  ['Redirect', redirect],
  ['Hangup', hangup],
]);
