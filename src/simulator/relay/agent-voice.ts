import { saidWithin, secondsToSay } from '../calls/speaking';
import { clauseLength } from './clauses';
import type { Input } from './settings';
import type { Timers } from './timers';

/** From the first token to the first sound, in virtual seconds, as was seen on live calls. */
const START_SECONDS = 0.3;
/** How long the voice waits for the rest of a clause before it speaks what it has. */
const STARVED_SECONDS = 0.5;

export interface VoiceListener {
  /** The agent begins or ceases to be heard. */
  speaking(on: boolean): void;
  /** A piece was spoken, spaces as they came. */
  played(text: string): void;
  /** The agent was cut off, having said this much of its turn, in so many milliseconds. */
  interrupted(heard: string, afterMs: number): void;
  /** Everything of a turn has been spoken. */
  turnEnded(heard: string): void;
}

export interface SoundOptions {
  /** What cuts it off. */
  readonly interruptible: ReadonlySet<Input>;
  /** Whether the next message cuts it off. */
  readonly preemptible: boolean;
}

type Sound = SoundOptions &
  (
    | { readonly kind: 'text'; waiting: string; isOpen: boolean; endsTurn: boolean }
    /** A recording, or keys. */
    | { readonly kind: 'other'; readonly seconds: number }
  );

/** What is spoken, or played, in one go. */
interface Piece {
  readonly text: string;
  readonly seconds: number;
}

/** Something that is just being heard. Instants are virtual. */
interface Playing {
  readonly sound: Sound;
  readonly text: string;
  readonly from: number;
  readonly until: number;
}

/** The agent's voice: says what it is given, clause by clause, one thing after the other, in virtual time. */
export class AgentVoice {
  #queue: Sound[] = [];
  #playing?: Playing;
  #isOn = false;
  #turn = { heard: '', since: 0 };
  #cancel: () => void = () => {};

  constructor(
    private readonly timers: Timers,
    private readonly listener: VoiceListener,
  ) {}

  /** Whether the person hears something right now. */
  get isAudible(): boolean {
    return this.#playing !== undefined && this.timers.now() >= this.#playing.from;
  }

  /** Whether there is anything to be heard, now or next. */
  get isBusy(): boolean {
    return (
      this.#playing !== undefined || this.#queue.some((sound) => sound.kind === 'other' || sound.waiting.trim() !== '')
    );
  }

  /** A piece of a turn; `last` closes it. */
  say(token: string, last: boolean, options: SoundOptions): void {
    const tail = this.#queue.at(-1);
    if (tail?.kind === 'text' && tail.isOpen) {
      tail.waiting += token;
      tail.isOpen = !last;
      tail.endsTurn = last;
    } else {
      this.#add({ ...options, kind: 'text', waiting: token, isOpen: !last, endsTurn: last });
    }
    this.#advance(this.timers.now());
  }

  /** Something that takes so many seconds and has no words. */
  play(seconds: number, options: SoundOptions): void {
    const tail = this.#queue.at(-1);
    if (tail?.kind === 'text') tail.isOpen = false;
    this.#add({ ...options, kind: 'other', seconds });
    this.#advance(this.timers.now());
  }

  /** The person speaks or presses a key: all that is queued goes, if what is heard may be cut off. Whether it was. */
  interrupt(by: Input): boolean {
    const playing = this.#playing;
    const now = this.timers.now();
    if (playing === undefined || now < playing.from || !playing.sound.interruptible.has(by)) return false;
    const { since } = this.#turn;
    this.#stopPlaying(now);
    this.#queue = [];
    const { heard } = this.#turn;
    this.#turn = { heard: '', since: 0 };
    this.listener.interrupted(heard.trim(), Math.round(now - since));
    this.#turnOn(false);
    return true;
  }

  /** The turn as far as it has been heard, for those who want to know when the session ends in the middle of it. */
  get unfinished(): string {
    const playing = this.#playing;
    const fragment = playing === undefined ? '' : saidWithin(playing.text, (this.timers.now() - playing.from) / 1000);
    return (this.#turn.heard + fragment).trim();
  }

  #add(sound: Sound): void {
    this.#preempt();
    this.#queue.push(sound);
  }

  #preempt(): void {
    const isCutOff = this.#playing?.sound.preemptible;
    if (isCutOff) this.#stopPlaying(this.timers.now());
    this.#queue = this.#queue.filter(({ preemptible }) => !preemptible);
    if (isCutOff) this.#endTurn();
  }

  /** Cuts off what is heard; the words that got through count as spoken. */
  #stopPlaying(now: number): void {
    const { text, from } = this.#playing as Playing;
    this.#cancel();
    this.#playing = undefined;
    const heard = saidWithin(text, (now - from) / 1000);
    this.#turn.heard += heard;
    if (heard !== '') this.listener.played(heard);
  }

  /** Goes on with what is next, from an instant; `isStarved` when no more of a clause has come for a while. */
  #advance(at: number, isStarved = false): void {
    if (this.#playing !== undefined) return;
    this.#cancel();
    for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
      const piece = takePiece(head, isStarved);
      if (piece !== undefined) {
        this.#start(head, piece, at);
        return;
      }
      if (head.kind === 'text' && head.isOpen) {
        this.#waitForMore(isStarved);
        return;
      }
      this.#queue.shift();
      if (head.kind === 'text' && head.endsTurn) this.#endTurn();
    }
    this.#turnOn(false);
  }

  #waitForMore(isStarved: boolean): void {
    if (isStarved) this.#turnOn(false);
    else this.#cancel = this.timers.at(this.timers.now() + STARVED_SECONDS * 1000, () => this.#starve());
  }

  #starve(): void {
    this.#advance(this.timers.now(), true);
  }

  #start(sound: Sound, { text, seconds }: Piece, at: number): void {
    const from = this.#isOn ? at : at + START_SECONDS * 1000;
    const playing = { sound, text, from, until: from + seconds * 1000 };
    this.#playing = playing;
    if (this.#turn.since === 0) this.#turn.since = from;
    const takeBack = this.#isOn ? () => {} : this.timers.at(from, () => this.#turnOn(true));
    const stop = this.timers.at(playing.until, () => this.#finish(playing));
    this.#cancel = () => {
      takeBack();
      stop();
    };
  }

  #finish({ sound, text, until }: Playing): void {
    this.#turnOn(true);
    this.#playing = undefined;
    if (sound.kind === 'other') this.#queue.shift();
    this.#turn.heard += text;
    if (text !== '') this.listener.played(text);
    this.#advance(until);
  }

  #endTurn(): void {
    const { heard } = this.#turn;
    this.#turn = { heard: '', since: 0 };
    if (heard.trim() !== '') this.listener.turnEnded(heard.trim());
  }

  #turnOn(on: boolean): void {
    if (on === this.#isOn) return;
    this.#isOn = on;
    this.listener.speaking(on);
  }
}

/** The next piece of a sound; undefined when there is none, or not yet. */
function takePiece(sound: Sound, isStarved: boolean): Piece | undefined {
  if (sound.kind === 'other') return { text: '', seconds: sound.seconds };
  const text = sound.waiting.slice(0, clauseLength(sound.waiting, isStarved || !sound.isOpen));
  if (text.trim() === '') return undefined;
  sound.waiting = sound.waiting.slice(text.length);
  return { text, seconds: secondsToSay(text) };
}
