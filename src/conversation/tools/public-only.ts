import type http from 'node:http';

/** Azure's metadata service is at a public address. */
const FILTER = { denyIPAddressList: ['168.63.129.16'] };

let agents: Promise<Record<'http:' | 'https:', http.Agent>> | undefined;

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
  return { 'http:': new RequestFilteringHttpAgent(FILTER), 'https:': new RequestFilteringHttpsAgent(FILTER) };
}
