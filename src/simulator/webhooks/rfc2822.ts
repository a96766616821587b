/** An instant (milliseconds since 1970) as Twilio writes it: `Tue, 31 Aug 2010 20:36:28 +0000`, whole seconds. */
export function rfc2822(instant: number): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
