import { isIP } from 'node:net';

/** Whether an address stands for every address of the machine, loopback among them. */
export function isEverywhere(host: string): boolean {
  return ['0.0.0.0', '::'].includes(host);
}

/** Whether a host, bracketed or not, is this machine and nobody else's. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(name)) return /^127\./.test(name) || ['::1', '::ffff:7f00:1'].includes(name);
  return /^(.+\.)?localhost$/.test(name);
}

/** What is wrong with an address that the carrier is to call. @param real it is Twilio, not a simulated one */
export function publicUrlProblems({ protocol, hostname, username, search, hash }: URL, real: boolean): string[] {
  const problems: string[] = [];
  if (username || search || hash) problems.push('PUBLIC_URL: must have no user, query or fragment');
  if (hostname.includes('_')) problems.push('PUBLIC_URL: Twilio does not call a host with an underscore in its name');
  const reachable = protocol === 'https:' && !isLoopback(hostname) && !/^(0\.0\.0\.0|\[::\])$/.test(hostname);
  if (real && !reachable) {
    problems.push('PUBLIC_URL: must be https and not a loopback address, or Twilio cannot call back');
  }
  if (!real && !isLoopback(hostname)) {
    problems.push(
      'PUBLIC_URL: the simulated carrier calls back over loopback only; unset it, or use a loopback address',
    );
  }
  return problems;
}

/** Whether a text is an origin as browsers write it. */
export function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && !value.includes('*');
}
