import type { Account, Accounts } from '../calls/accounts';
import { TwilioError } from './twilio-error';

/**
 * The account behind a request's Basic credentials, which must be those of the account in its path (Twilio, "API
 * authentication"). Throws 20003. API keys are not simulated.
 */
export function authenticate(accounts: Accounts, pathSid: string, authorization: string | undefined): Account {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  const credentials = Buffer.from(encoded ?? '', 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  const [username, password] = [credentials.slice(0, colon), credentials.slice(colon + 1)];
  const account = colon > 0 && username === pathSid ? accounts.authenticate(username, password) : undefined;
  if (account === undefined) throw new TwilioError(20003);
  return account;
}
