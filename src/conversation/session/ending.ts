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

/** How a session came to its end: the line broke, or it was closed from the other end, or we are broken. */
export type Closing = 'lost' | 'left' | 'failed';

/** The end that the agent brings about: its words are heard, the reason is written, and the provider is told. */
export class Ending {
  #handoff: Handoff | null = null;
  #marked = false;
  #told = false;
  #closed = false;

  /** @param onOverdue the provider was told to end the session and has not */
  constructor(
    private readonly channel: SpeechChannel,
    private readonly voice: Voice,
    private readonly notebook: Notebook,
    private readonly pace: Pace,
    private readonly onOverdue: () => void,
  ) {}

  /** Why the agent ends the call; null: it does not. */
  get reason(): EndedReason | null {
    return this.#handoff && 'reason' in this.#handoff ? this.#handoff.reason : null;
  }

  async run(handoff: Handoff): Promise<void> {
    this.#handoff = handoff;
    await this.voice.whenSilent();
    if (this.#closed) return;
    const reason = ownReason(handoff);
    if (reason) await this.#written(reason);
    if (this.#closed) return;
    this.#told = true;
    this.channel.end(handoff);
    this.pace.alarm(this.onOverdue).set(0, PATIENCE_MS);
  }

  /** The session is over, whoever ended it: what is known of the reason is written, if it was not yet. */
  closed(how: Closing): void {
    this.#closed = true;
    if (this.#marked || this.#told) return;
    const reason = this.#reasonOf(how);
    if (reason) void this.notebook.ending(reason);
  }

  /**
   * A reason that was not written yet counts, for the agent was about to end; but for a message of which the line broke off
   * the rest: the next connection can leave it.
   */
  #reasonOf(how: Closing): EndedReason | null {
    const own = this.#handoff && ownReason(this.#handoff);
    if (own) return how === 'lost' && own === EndedReason.VOICEMAIL_LEFT ? null : own;
    if (how === 'left') return EndedReason.CONTACT_HUNG_UP;
    return how === 'failed' ? EndedReason.INTERNAL_ERROR : null;
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

/**
 * The reason that a session writes itself. A transfer is written when the provider asks what to do next: until then nobody
 * has been connected to anybody.
 */
function ownReason(handoff: Handoff): EndedReason | null {
  return 'anew' in handoff || handoff.transferTo !== undefined ? null : handoff.reason;
}
