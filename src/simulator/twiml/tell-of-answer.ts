import { maskUrl } from '../log';
import { callFields } from '../webhooks/call-fields';
import type { Element } from './document';
import { documentAt } from './document-at';
import type { Playback } from './verb';

/**
 * Tells `statusCallback` of a `<Number>` that the other has answered, if `statusCallbackEvent` has `answered`. Nobody waits for it.
 * Twilio, Number, "statusCallbackEvent".
 */
export function tellOfAnswer(
  { statusCallback, statusCallbackEvent = '', statusCallbackMethod }: Element['attributes'],
  leg: { sid: string; number: string },
  { call, document, webhooks, closing, log }: Playback,
): void {
  if (!statusCallback || !statusCallbackEvent.split(' ').includes('answered')) return;
  const fields = {
    ...callFields(call, 'in-progress'),
    CallSid: leg.sid,
    ParentCallSid: call.sid,
    Direction: 'outbound-dial',
    To: leg.number,
    Called: leg.number,
    CallbackSource: 'call-progress-events',
  };
  const webhook = { ...documentAt(statusCallback, statusCallbackMethod, document), fields };
  webhooks.send(webhook, { authToken: call.account.authToken, signal: closing }).then(
    (result) => {
      const problem = result.outcome === 'answered' ? result.status >= 400 && `HTTP ${result.status}` : result.reason;
      if (problem) log(`answered of ${leg.sid} was not taken by ${maskUrl(webhook.url)}: ${problem}`);
    },
    () => undefined,
  );
}
