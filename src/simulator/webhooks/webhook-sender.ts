import { Gate } from './gate';
import { type SendOptions, sendWebhook } from './send-webhook';
import type { Exchange, Webhook } from './webhook';

/** As many requests at once as one process can serve in time: beyond that, all of them would be late. */
const CONCURRENT_WEBHOOKS = 256;

/** Sends the webhooks of a carrier. */
export class WebhookSender {
  readonly #gate = new Gate(CONCURRENT_WEBHOOKS);

  /** Sends one, as `sendWebhook` does, when it is its turn; its time limits count from then. */
  send(webhook: Webhook, options: SendOptions): Promise<Exchange> {
    return this.#gate.pass(() => {
      options.signal.throwIfAborted();
      return sendWebhook(webhook, options);
    });
  }
}
