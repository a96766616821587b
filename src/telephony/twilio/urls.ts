/** The path below which Twilio calls us. */
export const TWILIO_PATH = '/webhooks/twilio';

/** What Twilio reports to which path of a call. */
export type TwilioHook =
  | 'answer'
  | 'talk-ended'
  | 'transfer-answered'
  | 'transferred'
  | 'status'
  | 'answered-by'
  | 'recording';

/**
 * How often Twilio asks again, and after which failures. Twilio, "Webhooks connection overrides". Nothing here minds being
 * told twice; but where somebody waits on the line for the answer, one that takes too long to be read is not asked for anew.
 */
const REPORTED = '#rc=5&rp=all';
const AWAITED = '#rc=3&rp=ct,5xx';

const RETRIES: Readonly<Record<TwilioHook, string>> = {
  answer: AWAITED,
  'talk-ended': AWAITED,
  transferred: AWAITED,
  'transfer-answered': REPORTED,
  status: REPORTED,
  'answered-by': REPORTED,
  recording: REPORTED,
};

/**
 * The URL that Twilio is told for a call. Account and call are in the path, so that a callback proves the call even when
 * the reply to our request never came. Its fragment is for Twilio alone: it is neither sent nor signed.
 * @param attempt the talk that a callback will be about, if it is about one
 */
export function hookUrl(
  publicUrl: string,
  call: { accountId: string; callId: string },
  hook: TwilioHook,
  attempt?: number,
): string {
  const query = attempt === undefined ? '' : `?attempt=${attempt}`;
  return `${publicUrl}${TWILIO_PATH}/calls/${call.accountId}/${call.callId}/${hook}${query}${RETRIES[hook]}`;
}
