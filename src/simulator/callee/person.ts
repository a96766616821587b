import { fractionOf } from '../calls/sid';
import { Mind } from './mind';
import type { PhoneLine } from './phone-line';
import { chat } from './talks/chat';
import { hangUpEarly } from './talks/hang-up-early';
import { interruptFirst } from './talks/interrupt-first';
import { loseConnection } from './talks/lose-connection';
import { playGreeting, VOICEMAIL } from './talks/play-greeting';
import { staySilent } from './talks/stay-silent';
import { talkForever } from './talks/talk-forever';
import { wantHuman } from './talks/want-human';

/** A way to behave on the phone. */
export type Talk = (line: PhoneLine, mind: Mind) => Promise<void>;

const TALKS = {
  talker: chat,
  voicemail: playGreeting,
  'hangs-up-early': hangUpEarly,
  interrupter: interruptFirst,
  silent: staySilent,
  'talks-on': talkForever,
  'loses-connection': loseConnection,
  'wants-human': wantHuman,
} satisfies Record<string, Talk>;

export type PersonKind = keyof typeof TALKS;

/** What a machine that listens can tell, in virtual seconds since the answer. */
export type Sound =
  | { readonly kind: 'silence' }
  | { readonly kind: 'human'; readonly afterSeconds: number }
  | { readonly kind: 'machine'; readonly startsAfterSeconds: number; readonly beepsAfterSeconds: number };

/**
 * Who is called: somebody with a mind of their own, by fixed rules. Everything follows from the number and from what is
 * said, so that the same talk goes the same way again.
 */
export class Person {
  readonly #mind: Mind;

  constructor(
    private readonly number: string,
    private readonly kind: PersonKind,
  ) {
    this.#mind = new Mind(number);
  }

  get soundsLike(): Sound {
    if (this.kind === 'voicemail') return { kind: 'machine', ...VOICEMAIL };
    if (this.kind === 'silent') return { kind: 'silence' };
    return { kind: 'human', afterSeconds: 2 + 2 * fractionOf(`${this.number} says hello`) };
  }

  /** Talks for as long as the session lasts; goes on where it was when another session follows. */
  talk(line: PhoneLine): Promise<void> {
    return TALKS[this.kind](line, this.#mind);
  }
}
