/** Where the simulator says what it could not do as asked, one line a message. Numbers in it are masked. */
export type Log = (line: string) => void;

/** A phone number fit for a log: `+1500*****10`. */
export function maskNumber(number: string): string {
  return number.length < 8 ? '*'.repeat(number.length) : `${number.slice(0, 5)}*****${number.slice(-2)}`;
}

/** A URL fit for a log: without user, query and fragment, where secrets travel. */
export function maskUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
