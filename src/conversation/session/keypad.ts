import type { Alarm, Pace } from './pace';

/** After so many seconds without another key, the person has finished. */
const PAUSE = 2;
/** No number that anybody dials is longer. */
const MOST_KEYS = 64;

/** Gathers the keys that the person presses, until a pause or `#`. */
export class Keypad {
  readonly #alarm: Alarm;
  #keys: string[] = [];

  /** @param onPressed what was pressed, in words for the model and the transcript */
  constructor(
    pace: Pace,
    private readonly onPressed: (text: string) => void,
  ) {
    this.#alarm = pace.alarm(() => this.flush());
  }

  /** Whether keys wait for others. */
  get busy(): boolean {
    return this.#keys.length > 0;
  }

  press(key: string): void {
    this.#keys.push(key);
    if (key === '#' || this.#keys.length >= MOST_KEYS) this.flush();
    else this.#alarm.set(PAUSE);
  }

  /** Does not wait for more. */
  flush(): void {
    this.#alarm.clear();
    const keys = this.#keys;
    if (keys.length === 0) return;
    this.#keys = [];
    this.onPressed(`[pressed ${keys.join(' ')}]`);
  }
}
