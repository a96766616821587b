import type { Brief } from './brief';
import type { Alarm, Pace } from './pace';
import type { Voice } from './voice';
import { secondsToSay } from './words';

/** Seconds between the last word and the end, for a voice that speaks more slowly than most. */
const MARGIN = 2;
/** Milliseconds that our own machines may take, however fast the call's time runs. */
const LAG_MS = 100;
/** So many seconds before the goodbye the agent begins no sentence that it could not finish. */
const TIGHT = 15;

/** The end of the call that the provider was told: the agent warns of it, and says goodbye before it. */
export class TimeLimit {
  readonly #warnAlarm: Alarm;
  readonly #endAlarm: Alarm;
  readonly #warnAt: number;
  readonly #goodbyeAt: number;

  constructor(
    { texts, agent, maxDurationSeconds, speed }: Brief,
    private readonly pace: Pace,
    private readonly voice: Voice,
    on: { onWarning(): void; onTimeUp(): void },
  ) {
    const lag = (LAG_MS / 1000) * speed;
    this.#goodbyeAt = Math.max(0, maxDurationSeconds - secondsToSay(texts.timeLimitGoodbye) - MARGIN - lag);
    const { warningSeconds } = agent.settings.timeLimit;
    this.#warnAt = warningSeconds === 0 ? Number.POSITIVE_INFINITY : maxDurationSeconds - warningSeconds;
    this.#warnAlarm = pace.alarm(() => on.onWarning());
    this.#endAlarm = pace.alarm(() => on.onTimeUp());
  }

  start(): void {
    const now = this.pace.now();
    this.#endAlarm.set(this.#goodbyeAt - now);
    // A short call, or one that is taken up again late, has no use for a warning.
    if (this.#warnAt > Math.max(0, now) && this.#warnAt < this.#goodbyeAt) this.#warnAlarm.set(this.#warnAt - now);
  }

  stop(): void {
    this.#warnAlarm.clear();
    this.#endAlarm.clear();
  }

  /** Whether the end is so near that only whole sentences should be said. */
  get tight(): boolean {
    return this.voice.endsAt > this.#goodbyeAt - TIGHT;
  }

  /** Whether a text can be said before the goodbye. */
  fits(text: string): boolean {
    return this.voice.endsAt + secondsToSay(text) <= this.#goodbyeAt;
  }
}
