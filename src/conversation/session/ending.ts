import { EndedReason } from '../../entities/enums';
import type { Handoff, SpeechChannel } from '../../telephony/speech';
import type { Notebook } from './notebook';
import type { Pace } from './pace';
import type { Voice } from './voice';

/** Milliseconds that the reason of an end may take to be written, and the provider to end the session. */
const PATIENCE_MS = 5000;

/** What belongs to an end besides its reason. */
export interface EndOptions {
  /** What is said before. */
  words?: string | null;
  interruptible?: boolean;
  /** E.164. */
  transferTo?: string;
  /** Does not wait for anything to be heard. */
  atOnce?: boolean;
}

/** The end that the agent brings about: its words are heard, the reason is written, and the provider is told. */
export class Ending {
  #handoff: Handoff | null = null;
  #marked = false;
  #closed = false;

  /** @param onOverdue the provider was told to end the session and has not */
  constructor(
    private readonly channel: SpeechChannel,
    private readonly voice: Voice,
    private readonly notebook: Notebook,
    private readonly pace: Pace,
    private readonly onOverdue: () => void,
  ) {}

  get reason(): EndedReason | null {
    return this.#handoff?.reason ?? null;
  }

  async run(handoff: Handoff): Promise<void> {
    this.#handoff = handoff;
    await this.voice.whenSilent();
    if (this.#closed) return;
    if (!isTransfer(handoff)) await this.#written(handoff.reason);
    if (this.#closed) return;
    this.channel.end(handoff);
    this.pace.alarm(this.onOverdue).set(0, PATIENCE_MS);
  }

  /**
   * The session is over, whoever ended it. A reason that was not written yet is, for the agent was about to end; but for a
   * message of which the line broke off the rest: the next connection can leave it.
   */
  closed(lost: boolean): void {
    this.#closed = true;
    const handoff = this.#handoff;
    if (!handoff || this.#marked || isTransfer(handoff)) return;
    if (lost && handoff.reason === EndedReason.VOICEMAIL_LEFT) return;
    void this.notebook.ending(handoff.reason);
  }

  /** Waits until the reason is written; not for ever, since the provider hands it back to us. */
  #written(reason: EndedReason): Promise<void> {
    this.#marked = true;
    return new Promise((resolve) => {
      const patience = this.pace.alarm(resolve);
      patience.set(0, PATIENCE_MS);
      void this.notebook.ending(reason).then(() => {
        patience.clear();
        resolve();
      });
    });
  }
}

/** A transfer is written when the provider asks what to do next: until then nobody has been connected to anybody. */
function isTransfer({ transferTo }: Handoff): boolean {
  return transferTo !== undefined;
}
