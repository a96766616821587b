import type { Domain } from '../../services/domain';

/** How calls come to us from who carries them. */
export interface TwilioLine {
  /** Signs what we are told of these calls. */
  authToken: string;
  /** Our own origin as the carrier knows it, without a slash at the end. */
  publicUrl: string;
  domain: Domain;
}

/** Finds the line of an account by its id, whatever that is: of what is no account's it need only be safe. */
export type LineOf<Line> = (accountId: string) => Promise<Line>;
