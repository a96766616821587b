import { isIPv6 } from 'node:net';

/** Counts what addresses do within a minute, in bounded memory. */
export class AddressWindows {
  private readonly counts = new Map<string, number>();
  private endsAt = 0;

  constructor(
    private readonly windowMs: number,
    /** Addresses counted apart in one window; those beyond share a count. */
    private readonly size: number,
  ) {}

  /** Counts one more of an address; says how many there were in this window, and how long it lasts, in milliseconds. */
  add(address: string): { count: number; msBeforeNext: number } {
    const now = performance.now();
    if (now >= this.endsAt) {
      this.counts.clear();
      this.endsAt = now + this.windowMs;
    }
    const network = networkOf(address);
    const name = this.counts.has(network) || this.counts.size < this.size ? network : OTHERS;
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return { count, msBeforeNext: this.endsAt - now };
  }
}

const OTHERS = 'others';

/** Who an address stands for: whoever has an IPv6 address has its whole /64. RFC 6177. */
export function networkOf(address: string): string {
  const ipv4 = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  if (!isIPv6(ipv4)) return ipv4;
  const [head = '', tail] = ipv4.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8).fill('0');
  return [...front, ...zeros].slice(0, 4).join(':');
}
