import dns from 'node:dns';
import type http from 'node:http';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { ToolFailure } from './tool-failure';

/** Azure's metadata service is at a public address. */
const FILTER = { denyIPAddressList: ['168.63.129.16'] };

/** IPv4 addresses written as IPv6 ones in a form that RFC 4291 (2.5.5.1) gave up, which the package takes for public. */
const COMPATIBLE = new BlockList();
COMPATIBLE.addSubnet('::', 96, 'ipv6');

let agents: Promise<Record<'http:' | 'https:', http.Agent>> | undefined;

/** Whether an address is one that the package is wrong about. @param host of a URL; a name is none */
export function isCompatible(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  return isIPv6(address) && COMPATIBLE.check(address, 'ipv6');
}

const lookup: LookupFunction = (name, options, callback) => {
  dns.lookup(name, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    callback(error ?? (addresses.some(isCompatible) ? new ToolFailure('refused-address') : null), found, family);
  });
};

/**
 * Agents that connect to public addresses only. They look at every address after its name was resolved, right before
 * connecting, so that a name cannot lead elsewhere the second time.
 */
export function publicOnly(): Promise<Record<'http:' | 'https:', http.Agent>> {
  agents ??= load();
  return agents;
}

/** The package has ES modules only. */
async function load(): Promise<Record<'http:' | 'https:', http.Agent>> {
  const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } = await import('request-filtering-agent');
  const options = { ...FILTER, lookup };
  return { 'http:': new RequestFilteringHttpAgent(options), 'https:': new RequestFilteringHttpsAgent(options) };
}
