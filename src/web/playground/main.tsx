/** @jsxImportSource react */
import '../shared/base.css';
import '../shared/header.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './playground.css';
import './workers';
import { createRoot } from 'react-dom/client';
import { type Explorer, loadExplorer } from '../shared/explorer';
import { storedKey } from '../shared/key';
import { Playground } from './playground';

const root = createRoot(document.getElementById('playground') as HTMLElement);
start().catch((error: unknown) => root.render(<p className="muted">The server cannot be reached. {String(error)}</p>));

async function start(): Promise<void> {
  const explorer = await loadExplorer();
  root.render(<Playground explorer={explorer} lastCall={await lastCallOf(explorer)} />);
}

/** The id of the account's last call, if a key is known and there is one. */
async function lastCallOf({ graphqlUrl, demo }: Explorer): Promise<string | undefined> {
  const key = storedKey() ?? demo?.apiKey;
  if (!key) return undefined;
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': key },
    body: JSON.stringify({ query: '{ calls(first: 1) { edges { node { id } } } }' }),
  });
  const { data } = (await response.json()) as { data?: { calls: { edges: Array<{ node: { id: string } }> } } };
  return data?.calls.edges[0]?.node.id;
}
