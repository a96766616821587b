import type { Explorer } from './explorer';
import { currentKey } from './key';

/** What examples are filled in with; undefined where the account has nothing such. */
export interface Known {
  apiKey: string | undefined;
  agentId: string | undefined;
  callId: string | undefined;
  contactId: string | undefined;
}

const QUERY = `{
  agents(first: 1, filter: { status: [APPROVED] }) { edges { node { id } } }
  calls(first: 1) { edges { node { id contactId } } }
}`;

interface Answer {
  data?: {
    agents: { edges: Array<{ node: { id: string } }> };
    calls: { edges: Array<{ node: { id: string; contactId: string } }> };
  };
}

/** Asks the account of a key for what examples can work with. A key that is not valid knows nothing. */
export async function askAccount(explorer: Explorer): Promise<Known> {
  const apiKey = currentKey(explorer);
  const nothing = { apiKey, agentId: undefined, callId: undefined, contactId: undefined };
  if (!apiKey) return nothing;
  const response = await fetch(explorer.graphqlUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey },
    body: JSON.stringify({ query: QUERY }),
  });
  const { data } = (await response.json()) as Answer;
  if (!data) return nothing;
  const call = data.calls.edges[0]?.node;
  return { apiKey, agentId: data.agents.edges[0]?.node.id, callId: call?.id, contactId: call?.contactId };
}
