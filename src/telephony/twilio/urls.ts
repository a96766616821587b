/** The path below which Twilio calls us. */
export const TWILIO_PATH = '/webhooks/twilio';

/** What Twilio reports to which path of a call. */
export type TwilioHook = 'answer' | 'talk-ended' | 'transferred' | 'status' | 'answered-by' | 'recording';

/** Retries on every failure that a retry can mend; a status callback is deduplicated, so a second delivery does no harm. */
const STATUS_RETRIES = '#rc=5&rp=all';
const RETRIED: ReadonlySet<TwilioHook> = new Set(['status', 'answered-by', 'recording']);

/**
 * The URL that Twilio is told for a call. Account and call are in the path, so that a callback proves the call even when
 * the reply to our request never came.
 */
export function hookUrl(publicUrl: string, call: { accountId: string; callId: string }, hook: TwilioHook): string {
  const url = `${publicUrl}${TWILIO_PATH}/calls/${call.accountId}/${call.callId}/${hook}`;
  return RETRIED.has(hook) ? `${url}${STATUS_RETRIES}` : url;
}
