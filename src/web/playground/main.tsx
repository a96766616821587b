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
import { loadExplorer } from '../shared/explorer';
import { askAccount } from '../shared/known';
import { Playground } from './playground';

const root = createRoot(document.getElementById('playground') as HTMLElement);
start().catch((error: unknown) => root.render(<p className="muted">The server cannot be reached. {String(error)}</p>));

async function start(): Promise<void> {
  const explorer = await loadExplorer();
  root.render(<Playground explorer={explorer} known={await askAccount(explorer)} />);
}
