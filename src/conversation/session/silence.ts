import type { Alarm, Pace } from './pace';

/** So many seconds may the contact talk before their silence is assumed, should nobody say that they ceased. */
const LONGEST_SPEECH = 60;

/** Waits for the person to say something. */
export class Silence {
  readonly #alarm: Alarm;
  #nudges = 0;

  /** @param afterSeconds of silence it calls, with how often it has called since anything was said */
  constructor(
    pace: Pace,
    private readonly afterSeconds: number,
    onSilence: (nudges: number) => void,
  ) {
    this.#alarm = pace.alarm(() => onSilence(this.#nudges++));
  }

  /** From now on nobody is heard. */
  start(): void {
    this.#alarm.set(this.afterSeconds);
  }

  /** The person makes themselves heard, and it is not over. */
  hold(): void {
    this.#alarm.set(LONGEST_SPEECH);
  }

  /** Somebody speaks or thinks. */
  stop(): void {
    this.#alarm.clear();
  }

  /** The person said something. */
  broken(): void {
    this.#alarm.clear();
    this.#nudges = 0;
  }
}
