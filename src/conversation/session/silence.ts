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

  /** From now on the agent is not heard. @param speaking whether the person is, since now or since before */
  start(speaking: boolean): void {
    this.#alarm.set(speaking ? LONGEST_SPEECH : this.afterSeconds);
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
