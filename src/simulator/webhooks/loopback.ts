import { isIPv4 } from 'node:net';

/** Whether a URL is one the simulator may ask: to this very machine, as its network is the loopback only. */
export function isLoopbackUrl(text: string, protocols: readonly string[] = ['http:', 'https:']): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (!protocols.includes(protocol)) return false;
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}
