import type { Alarm, Pace } from './pace';
import type { Voice } from './voice';

/** A machine that says nothing for so many seconds is waiting for the message. */
const QUIET = 3;
/** So long may one sound of a greeting last. */
const LONGEST_SOUND = 20;
/** The message is left after so many seconds, whatever is heard. */
const LONGEST_GREETING = 45;

/** Listens to a machine's greeting until it is over. */
export class Greeting {
  readonly #alarm: Alarm;
  #deadline: number | null = null;

  constructor(
    private readonly pace: Pace,
    private readonly voice: Voice,
    private readonly onOver: () => void,
  ) {
    this.#alarm = pace.alarm(() => {
      const late = this.pace.now() >= (this.#deadline ?? 0);
      if (this.voice.busy && !late) this.#wait(QUIET);
      else this.onOver();
    });
  }

  /** A machine has answered. @param sounding whether it is heard already */
  begin(sounding: boolean): void {
    this.#deadline ??= this.pace.now() + LONGEST_GREETING;
    this.sound(sounding);
  }

  /** The machine is heard, or has just been. */
  sound(on: boolean): void {
    this.#wait(on ? LONGEST_SOUND : QUIET);
  }

  stop(): void {
    this.#alarm.clear();
  }

  #wait(seconds: number): void {
    const left = (this.#deadline ?? Number.POSITIVE_INFINITY) - this.pace.now();
    this.#alarm.set(Math.min(seconds, left));
  }
}
