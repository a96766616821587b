import type { SpeechChannel } from '../../telephony/speech';
import type { Alarm, Pace } from './pace';
import { letters, secondsToSay } from './words';

/** From a text that is sent to its first sound, in seconds. */
const LATENCY = 0.5;
/** Where the provider tells what it plays, its silence is believed late only. */
const PATIENCE = 5;
/** Milliseconds for machines, however fast the call's time runs. */
const SLACK_MS = 250;

/** The agent's voice: what was sent to be spoken, and how much of it is likely to have been heard. */
export class Voice {
  readonly #alarm: Alarm;
  #waiting: (() => void)[] = [];
  #busy = false;
  #closed = true;
  #sent = 0;
  #played = 0;
  #began = 0;
  /** How long all that was sent takes, in seconds. */
  #length = 0;
  #endsAt = 0;
  /** Whether the provider says that the agent is being heard. */
  #audible = false;
  /** Whether the provider ever told what it spoke. */
  #reported = false;

  /** @param onSpoken everything that was sent has been heard */
  constructor(
    private readonly channel: SpeechChannel,
    private readonly pace: Pace,
    private readonly onSpoken: () => void,
  ) {
    this.#alarm = pace.alarm(() => this.#spoken());
  }

  /** Whether something is still to be heard. */
  get busy(): boolean {
    return this.#busy;
  }

  /** When all that was sent will have been heard, in seconds of the call; an estimate. */
  get endsAt(): number {
    return this.#busy ? this.#endsAt : this.pace.now();
  }

  /** How many letters were sent since the voice was silent. */
  get sent(): number {
    return this.#busy ? this.#sent : 0;
  }

  /** How many of these were heard: as reported, else estimated. */
  get played(): number {
    if (this.#reported) return Math.min(this.#played, this.#sent);
    const share = (this.pace.now() - this.#began) / Math.max(this.#endsAt - this.#began, 0.001);
    return Math.round(this.#sent * Math.min(1, Math.max(0, share)));
  }

  say(text: string, options: { last: boolean; interruptible?: boolean }): void {
    const now = this.pace.now();
    if (!this.#busy) {
      this.#busy = true;
      this.#sent = this.#played = this.#length = 0;
      this.#began = this.#endsAt = now + LATENCY;
    }
    const seconds = secondsToSay(text);
    this.#sent += letters(text);
    this.#length += seconds;
    this.#endsAt = Math.max(this.#endsAt, now) + seconds;
    this.#closed = options.last;
    this.#alarm.clear();
    this.channel.say(text, options);
    if (options.last) this.#expectEnd();
  }

  /** Closes what is being said without adding to it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.channel.say('', { last: true });
    this.#expectEnd();
  }

  /** The provider spoke a piece. */
  report(text: string): void {
    this.#reported = true;
    this.#played += letters(text);
    // The estimate follows a voice that is slower or faster than most.
    const left = Math.max(0, 1 - this.#played / Math.max(1, this.#sent));
    this.#endsAt = this.pace.now() + left * this.#length;
    if (this.#closed && this.#busy && this.#played >= this.#sent) this.#spoken();
  }

  /** The agent begins or ceases to be heard. */
  audible(on: boolean): void {
    const ceased = this.#audible && !on;
    this.#audible = on;
    // Between two pieces it falls silent too; what is reported tells a pause from the end.
    const enough = !this.#reported || this.#played * 2 >= this.#sent;
    if (ceased && this.#closed && this.#busy && enough) this.#spoken();
  }

  /** What was sent and not heard is gone. */
  silence(): void {
    this.#busy = false;
    this.#closed = true;
    this.#alarm.clear();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when nothing is left to be heard. */
  async whenSilent(): Promise<void> {
    while (this.#busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #expectEnd(): void {
    const left = Math.max(0, this.#endsAt - this.pace.now());
    if (this.#reported && this.#played >= this.#sent) this.#spoken();
    else if (this.#reported || this.#audible) this.#alarm.set(2 * left + PATIENCE, SLACK_MS);
    else this.#alarm.set(left + LATENCY, SLACK_MS);
  }

  #spoken(): void {
    this.silence();
    this.onSpoken();
  }
}
