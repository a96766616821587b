import type { PhoneLine } from '../callee/phone-line';
import { secondsToSay, WORDS_PER_SECOND, wordsOf } from '../calls/speaking';
import type { AgentVoice } from './agent-voice';
import type { Input } from './settings';
import type { Timers } from './timers';

/** How long the agent must have been silent to have finished: virtual seconds, and real ones at least. */
const PAUSE_SECONDS = 0.7;
const LEAST_PAUSE_SECONDS = 0.02;
const LEAST_SPEECH_SECONDS = 0.4;
/** From the end of a sentence until it is understood, as was seen on live calls. */
const TRANSCRIPTION_SECONDS = 0.4;
const WORDS_PER_PARTIAL = 3;

/** What becomes of what the person says and does. */
export interface ContactListener {
  speaking(on: boolean): void;
  /** @param isLast whether they have finished; else it is the beginning of what they say */
  understood(text: string, isLast: boolean): void;
  pressed(digit: string): void;
  hungUp(): void;
  connectionBroke(): void;
}

/** The line between a person and the session: speech becomes text, interruptions cut the agent off. */
export class ContactLine implements PhoneLine {
  readonly #turns: string[] = [];
  /** The rest of the turn that is being heard does not matter. */
  #ignoresTurn = false;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly context: {
      readonly speed: number;
      /** Virtual, in milliseconds. */
      readonly answeredAt: number;
      readonly timers: Timers;
      readonly voice: AgentVoice;
      readonly listener: ContactListener;
      /** What is told although it came while the agent spoke and did not cut it off. */
      readonly reported: ReadonlySet<Input>;
      readonly detectsKeys: boolean;
      readonly language: () => string;
    },
  ) {}

  get language(): string {
    return this.context.language();
  }

  /** The agent has finished a turn. */
  agentSaid(text: string): void {
    if (!this.#ignoresTurn) this.#turns.push(text);
    this.#ignoresTurn = false;
  }

  /** The agent's voice has done something. */
  changed(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  patience(seconds: number, leastRealSeconds = 1): number {
    return Math.max(seconds, leastRealSeconds * this.context.speed);
  }

  async hear(patienceSeconds: number, isEnough = (_soFar: string) => false): Promise<string | undefined> {
    for (;;) {
      const soFar = this.context.voice.unfinished;
      if (!this.#ignoresTurn && isEnough(soFar)) return soFar;
      if (this.context.voice.isBusy) await this.#change(Number.POSITIVE_INFINITY);
      else if (this.#turns.length === 0) {
        if (!(await this.#change(patienceSeconds)) && !this.context.voice.isBusy) return undefined;
      } else if (
        !(await this.#change(this.patience(PAUSE_SECONDS, LEAST_PAUSE_SECONDS))) &&
        !this.context.voice.isBusy
      ) {
        return this.#turns.splice(0).join(' ');
      }
    }
  }

  async agentSpeaks(patienceSeconds: number): Promise<boolean> {
    while (!this.context.voice.isAudible) {
      const isBusy = this.context.voice.isBusy;
      if (!(await this.#change(isBusy ? Number.POSITIVE_INFINITY : patienceSeconds))) return false;
    }
    return true;
  }

  async say(text: string): Promise<void> {
    const { timers, voice, listener, reported } = this.context;
    const began = timers.now();
    const isOverAgent = voice.isAudible;
    listener.speaking(true);
    const isTold = !isOverAgent || voice.interrupt('speech') || reported.has('speech');
    // Who speaks does not take in what is said meanwhile as something to answer, but for what follows.
    if (isOverAgent) this.#turns.length = 0;
    if (voice.unfinished === '') this.#ignoresTurn = false;
    const words = wordsOf(text);
    for (let count = WORDS_PER_PARTIAL; count < words.length; count += WORDS_PER_PARTIAL) {
      await timers.until(began + (count / WORDS_PER_SECOND) * 1000);
      if (isTold) listener.understood(words.slice(0, count).join(' '), false);
    }
    await timers.until(began + Math.max(LEAST_SPEECH_SECONDS, secondsToSay(text)) * 1000);
    listener.speaking(false);
    await timers.pause(TRANSCRIPTION_SECONDS);
    if (isTold) listener.understood(text, true);
  }

  press(digit: string): void {
    const { voice, listener, reported, detectsKeys } = this.context;
    const isOverAgent = voice.isAudible;
    const isCutOff = detectsKeys && isOverAgent && voice.interrupt('dtmf');
    this.#ignoresTurn = voice.unfinished !== '';
    if (detectsKeys && (!isOverAgent || isCutOff || reported.has('dtmf'))) listener.pressed(digit);
  }

  async pause(seconds: number): Promise<void> {
    await this.context.timers.pause(seconds);
  }

  async untilSinceAnswer(seconds: number): Promise<void> {
    await this.context.timers.until(this.context.answeredAt + seconds * 1000);
  }

  hangUp(): void {
    this.context.listener.hungUp();
  }

  breakConnection(): void {
    this.context.listener.connectionBroke();
  }

  /** Whether the agent's voice does something within so many seconds. */
  #change(seconds: number): Promise<boolean> {
    const { timers } = this.context;
    return new Promise((resolve) => {
      const settle = (hasChanged: boolean): void => {
        this.#waiting.delete(wake);
        takeBack();
        resolve(hasChanged);
      };
      const wake = (): void => settle(true);
      const takeBack = timers.at(timers.now() + seconds * 1000, () => settle(false));
      this.#waiting.add(wake);
    });
  }
}
