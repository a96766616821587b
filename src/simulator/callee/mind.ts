import { fractionOf } from '../calls/sid';
import { understand } from './understand';
import { english } from './words/english';
import { german } from './words/german';
import type { Topic, Vocabulary } from './words/vocabulary';

/** Nobody answers more questions than this many, and a few more. */
const LEAST_TURNS = 8;
const MORE_TURNS = 5;
/** One answer in so many begins with a hesitation. */
const HESITATION = 0.2;
const YES = 0.75;

/** What somebody does when it is their turn. */
export type Reaction =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'press'; readonly digit: string }
  /** The agent has said goodbye. */
  | { readonly kind: 'farewell'; readonly text: string };

/** What somebody knows and remembers during a call. */
export class Mind {
  #turns = 0;
  #name?: string;
  #picks = 0;
  readonly #used = new Set<string>();
  /** Whether somebody has said goodbye. */
  isLeaving = false;
  /** How often the agent was asked whether it is still there. */
  reminders = 0;
  /** How often the agent was answered although somebody had said goodbye. */
  afterthoughts = 0;
  /** Whether the one thing that makes this person special has happened. */
  isDone = false;

  constructor(private readonly number: string) {}

  /** Something to say from a list: a fixed choice for this person and moment, and nothing twice while there is other. */
  pick(topic: string, phrases: readonly string[]): string {
    const fresh = phrases.filter((phrase) => !this.#used.has(phrase));
    this.#picks += 1;
    const choice = this.#choose(`${topic} ${this.#picks}`, fresh.length > 0 ? fresh : phrases);
    this.#used.add(choice);
    return choice;
  }

  words(language: string): Vocabulary {
    return language.toLowerCase().startsWith('de') ? german : english;
  }

  /** Whether the agent has said anything yet. */
  get hasHeard(): boolean {
    return this.#turns > 0;
  }

  /** Whether a key is to be pressed: nobody listens to the rest of a menu. */
  isToldToPress(heard: string, language: string): boolean {
    return this.words(language).press.test(heard);
  }

  /** Decides what to do about what the agent said. */
  react(heard: string, language: string): Reaction {
    this.#turns += 1;
    const words = this.words(language);
    const meaning = understand(heard, words);
    this.#name ??= meaning.addressee;
    if (meaning.topic === 'farewell') {
      this.isLeaving = true;
      return { kind: 'farewell', text: this.pick('farewell', words.farewells) };
    }
    if (meaning.topic === 'press') return { kind: 'press', digit: meaning.subject };
    if (this.#turns > LEAST_TURNS + this.#fraction('patience') * MORE_TURNS) {
      this.isLeaving = true;
      return { kind: 'say', text: this.pick('bored', words.bored) };
    }
    return { kind: 'say', text: this.#hesitantly(this.#answer(meaning.topic, meaning.subject, words), words) };
  }

  #answer(topic: Exclude<Topic, 'farewell' | 'press'>, subject: string, words: Vocabulary): string {
    const name = this.#name ?? this.#choose('name', words.names);
    const fill = (phrase: string): string => {
      const [first = name] = name.split(' ');
      return phrase
        .replaceAll('{name}', name)
        .replaceAll('{spelled}', [...first.toUpperCase()].join('-'))
        .replaceAll('{mail}', `${first.toLowerCase()}${Math.floor(this.#fraction('mail') * 90) + 10}`)
        .replaceAll('{number}', String(Math.floor(this.#fraction('house') * 89) + 2))
        .replaceAll('{subject}', () => subject);
    };
    if (topic === 'yesNo') {
      const isYes = this.#fraction(`yes ${this.#turns}`) < YES;
      return this.pick(topic, isYes ? words.yes : words.no);
    }
    const text = fill(this.pick(topic, words.answers[topic]));
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  #hesitantly(text: string, words: Vocabulary): string {
    const hesitates = this.#turns > 1 && this.#fraction(`hesitates ${this.#turns}`) < HESITATION;
    return hesitates ? `${this.pick('hesitation', words.hesitations)} ${text}` : text;
  }

  #choose(what: string, from: readonly string[]): string {
    return from[Math.floor(this.#fraction(what) * from.length)] ?? '';
  }

  /** Looks random, and is always the same for this number. */
  #fraction(what: string): number {
    return fractionOf(`${this.number} ${what}`);
  }
}
