/** What the server tells its pages: `GET /explorer.json`. */
export interface Explorer {
  version: string;
  /** Whether no phone rings. */
  simulated: boolean;
  /** Absolute. */
  graphqlUrl: string;
  /** Absolute, without a slash at the end. */
  restUrl: string;
  /** The account to try things with; null on a server without one, and for who is not at its machine. */
  demo: { apiKey: string; agentId: string; fromNumberId: string } | null;
  /** Numbers that always do the same: for every key when `simulated`, else for test keys; none where test mode is off. */
  magicNumbers: Array<{ number: string; what: string }>;
}

/**
 * Asks the server.
 * @throws Error when it cannot be reached
 */
export async function loadExplorer(): Promise<Explorer> {
  const response = await fetch('/explorer.json');
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const explorer = (await response.json()) as Explorer;
  const absolute = (url: string) => new URL(url, location.origin).href;
  return { ...explorer, graphqlUrl: absolute(explorer.graphqlUrl), restUrl: absolute(explorer.restUrl) };
}
