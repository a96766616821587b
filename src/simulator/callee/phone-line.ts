/** What a person on the phone can hear and do. Seconds are virtual. Nothing resolves once the session is over. */
export interface PhoneLine {
  /** The language spoken, BCP 47. */
  readonly language: string;
  /**
   * So many seconds, but at least so many real ones (1 unless given): for waits in which the agent's server has something
   * to do, as its time does not run faster.
   */
  patience(seconds: number, leastRealSeconds?: number): number;
  /**
   * Listens until the agent has finished and says no more; what it said. Undefined when it stays silent for so long.
   * @param isEnough whether what was heard of the turn so far need not go on
   */
  hear(patienceSeconds: number, isEnough?: (soFar: string) => boolean): Promise<string | undefined>;
  /** Waits until the agent is heard; whether that came about in so many seconds. */
  agentSpeaks(patienceSeconds: number): Promise<boolean>;
  /** Says something, over the agent's words if need be; resolves when it is said and understood. */
  say(text: string): Promise<void>;
  /** Presses a key, over the agent's words if need be; then the rest of them does not matter. */
  press(digit: string): void;
  pause(seconds: number): Promise<void>;
  /** Waits until so many seconds after the call was answered, unless that is past. */
  untilSinceAnswer(seconds: number): Promise<void>;
  hangUp(): void;
  /** The connection between the carrier and the agent breaks. */
  breakConnection(): void;
}
