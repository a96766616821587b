import { createTwilioClient } from './client';
import type { TwilioCredentials } from './credentials';

/** What an authenticated request to the provider found out. */
export interface CredentialsCheck {
  usable: boolean;
  /** For the operator; no secret is in it. */
  finding: string;
}

/** Twilio: the credentials are not right. */
const UNAUTHENTICATED = 401;

/** Asks Twilio for the account that the credentials are of. Nothing is changed and nothing is billed. */
export async function checkCredentials(credentials: TwilioCredentials): Promise<CredentialsCheck> {
  const { accountSid } = credentials;
  try {
    const account = await createTwilioClient(credentials).api.v2010.accounts(accountSid).fetch();
    if (account.status !== 'active') {
      return { usable: false, finding: `the Twilio account ${accountSid} is ${account.status}; see Twilio's console` };
    }
    const trial = account.type === 'Trial' ? '; a trial account calls verified numbers only' : '';
    return { usable: true, finding: `Twilio knows the account ${accountSid} by these credentials${trial}` };
  } catch (error) {
    return { usable: false, finding: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { status, code, message } = error as { status?: number; code?: unknown; message?: string };
  if (status === UNAUTHENTICATED) {
    return 'Twilio refuses the credentials; copy TWILIO_ACCOUNT_SID and the primary TWILIO_AUTH_TOKEN from its console';
  }
  if (status) return `Twilio answered with status ${status} (${code ?? 'no code'}); try again or see its status page`;
  return `Twilio cannot be reached (${code ?? message}); check this machine's way to api.twilio.com`;
}
