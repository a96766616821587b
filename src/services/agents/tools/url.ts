import type { HttpTool } from '../settings';

/** Below it are the ports of other protocols: mail servers and the like shall not hear from us. */
const FIRST_FREE_PORT = 1024;

/** What is wrong with the URL of a tool. Where private addresses may be called, secrets may go over plain HTTP too. */
export function checkUrl(
  { url, secretHeaders }: Pick<HttpTool, 'url' | 'secretHeaders'>,
  { allowPrivateAddresses }: { allowPrivateAddresses: boolean },
): string[] {
  if (!URL.canParse(url) || !/^https?:/i.test(url.trim())) return ['must be an http or https URL'];
  const parsed = new URL(url);
  const problems: string[] = [];
  if (parsed.username || parsed.password) problems.push('must not have a user name or a password; use secretHeaders');
  if (parsed.port && !['80', '443'].includes(parsed.port) && Number(parsed.port) < FIRST_FREE_PORT) {
    problems.push(`must have port 80, 443 or one from ${FIRST_FREE_PORT}`);
  }
  if (parsed.protocol === 'http:' && Object.keys(secretHeaders).length > 0 && !allowPrivateAddresses) {
    problems.push('must be https, because there are secretHeaders');
  }
  return problems;
}
