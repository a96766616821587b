import type { Pool } from 'pg';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';

/** The call that callbacks are about. */
export interface CalledBack {
  accountId: string;
  id: string;
  sid: string;
}

/** How a callback differs from an honest one. */
export interface Forgery {
  /** Sent as the signature; null: none is sent. */
  signature?: string | null;
  /** The URL that is signed instead of the one that is called. */
  signedUrl?: string;
  /** The key of the signature. */
  token?: string;
}

/** Twilio's side of the webhooks: posts signed callbacks to a server, as the carrier would. */
export async function twilioCaller(pool: Pool) {
  const { rows } = await pool.query<{ value: string }>('select value from generated_secrets');
  const authToken = rows[0]?.value ?? '';
  return {
    authToken,
    async post(
      server: { url: string },
      call: CalledBack,
      hook:
        | 'status'
        | 'answer'
        | 'talk-ended'
        | `${'talk-ended' | 'transferred' | 'transfer-answered'}?attempt=${number}`
        | 'answered-by'
        | 'recording',
      fields: Record<string, string> = {},
      forgery: Forgery = {},
    ): Promise<{ status: number; text: string }> {
      const url = `${server.url}/webhooks/twilio/calls/${call.accountId}/${call.id}/${hook}`;
      const form: Record<string, string> = { CallSid: call.sid, ApiVersion: '2010-04-01', FromCity: '', ...fields };
      const signed = getExpectedTwilioSignature(forgery.token ?? authToken, forgery.signedUrl ?? url, form);
      const signature = forgery.signature === undefined ? signed : forgery.signature;
      const response = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: signature === null ? {} : { 'X-Twilio-Signature': signature },
      });
      return { status: response.status, text: await response.text() };
    },
  };
}

export type TwilioCaller = Awaited<ReturnType<typeof twilioCaller>>;

/** The instant of a provider's report: so many seconds into a call that begins after every test. */
export function instant(seconds: number): string {
  return new Date(Date.UTC(2035, 0, 1) + seconds * 1000).toUTCString();
}

/** The fields of a status callback. */
export function statusFields(
  status: string,
  {
    at = 0,
    duration,
    ...others
  }: { at?: number; duration?: number; [field: string]: string | number | undefined } = {},
): Record<string, string> {
  const extra = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
  return {
    CallStatus: status,
    CallbackSource: 'call-progress-events',
    Timestamp: instant(at),
    ...(duration === undefined ? {} : { CallDuration: String(duration) }),
    ...extra,
  };
}
