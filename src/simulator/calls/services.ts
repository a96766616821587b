import type { Faults } from '../faults/faults';
import type { Log } from '../log';
import type { WebhookSender } from '../webhooks/webhook-sender';

/** What the carrier lends to each of its calls. */
export interface Services {
  readonly webhooks: WebhookSender;
  readonly faults: Faults;
  readonly log: Log;
  /** Where the carrier itself is reached, without a slash at the end. */
  readonly baseUrl: string;
  /** Aborted when the carrier closes. */
  readonly closing: AbortSignal;
}
