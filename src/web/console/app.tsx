import { useState } from 'preact/hooks';
import type { Explorer } from '../shared/explorer';
import { currentKey, storeKey } from '../shared/key';
import { SessionContext } from './session';
import { Shell } from './shell';
import { SignIn } from './sign-in';
import { useExplorer } from './use-explorer';
import { useSignIn } from './use-sign-in';

/** The console: finds the server, has somebody sign in, shows the account. */
export function App() {
  const explorer = useExplorer();
  if (explorer === undefined) return <Waiting text="A moment …" />;
  if (explorer === null) return <Waiting text="The server cannot be reached. Trying again …" />;
  return <SignedIn explorer={explorer} />;
}

function SignedIn({ explorer }: { explorer: Explorer }) {
  const [key, setKey] = useState(() => currentKey(explorer) ?? '');
  const [why, setWhy] = useState('');
  const leave = (reason = '') => {
    storeKey('');
    setWhy(reason);
    setKey('');
  };
  const session = useSignIn(explorer, key, leave);
  const enter = (entered: string) => {
    // The demo's key comes by itself next time, too.
    if (entered !== explorer.demo?.apiKey) storeKey(entered);
    setWhy('');
    setKey(entered);
  };
  if (!key) return <SignIn why={why} demoKey={explorer.demo?.apiKey} onKey={enter} />;
  if (session === null) return <Waiting text="The server cannot be reached. Trying again …" />;
  if (!session) return <Waiting text="A moment …" />;
  return (
    <SessionContext.Provider value={session}>
      <Shell onLeave={() => leave()} />
    </SessionContext.Provider>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <p class="muted starting" role="status">
      {text}
    </p>
  );
}
