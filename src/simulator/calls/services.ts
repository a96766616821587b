import type { Faults } from '../faults/faults';
import type { Log } from '../log';
import type { WebhookSender } from '../webhooks/webhook-sender';

/** What the carrier lends to each of its calls. */
export interface Services {
  readonly webhooks: WebhookSender;
  readonly faults: Faults;
  readonly log: Log;
}
