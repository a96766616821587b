/** What the baseline is told by the command that starts it. */
export interface BaselineSettings {
  databaseUrl: string;
  poolSize: number;
  carrierUrl: string;
  accountSid: string;
  authToken: string;
}
