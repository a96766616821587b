/** How to reach Twilio, or what speaks its protocol. */
export interface TwilioCredentials {
  accountSid: string;
  /** The account's primary auth token: Basic auth for requests, and the key of every signature. */
  authToken: string;
  /** Where requests go instead of Twilio's own hosts. */
  baseUrl?: string;
}
