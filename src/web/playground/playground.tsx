/** @jsxImportSource react */
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useMemo } from 'react';
import type { Explorer } from '../shared/explorer';
import { currentKey } from '../shared/key';
import type { Known } from '../shared/known';
import { createFetcher } from './fetcher';
import { headersWith } from './headers';
import { takeLink } from './link';
import { LinkedTabs } from './linked-tabs';
import { magicNumbers } from './magic-numbers';
import { OtherTabs } from './other-tabs';
import { firstTabs } from './tabs';
import { THEMES } from './themes';

/** GraphiQL, with the operations that matter and a key that works. */
export function Playground({ explorer, known }: { explorer: Explorer; known: Known }) {
  const parts = useMemo(() => setUp(explorer, known), [explorer, known]);
  return (
    <GraphiQL {...parts.props}>
      <GraphiQL.Logo>
        <span />
      </GraphiQL.Logo>
      <OtherTabs
        explorer={explorer}
        known={known}
        defaultHeaders={parts.props.defaultHeaders}
        onPlaced={parts.onPlaced}
      />
      <LinkedTabs />
    </GraphiQL>
  );
}

function setUp(explorer: Explorer, known: Known) {
  const listeners = new Set<(callId: string) => void>();
  const tell = (callId: string) => {
    for (const told of listeners) told(callId);
  };
  const onPlaced = (told: (callId: string) => void) => {
    listeners.add(told);
    return () => void listeners.delete(told);
  };
  const link = takeLink();
  const tabs = firstTabs(known);
  const numbers = explorer.magicNumbers.length > 0 ? [magicNumbers(explorer)] : [];
  // Tabs of before a reload come back by themselves, with what was in them.
  const first = link ?? (sessionStorage.getItem('graphiql:tabState') ? undefined : tabs[0]);
  const props = {
    fetcher: createFetcher(explorer.graphqlUrl, tell),
    defaultTabs: link ? [link, ...tabs] : tabs,
    initialQuery: first?.query,
    initialVariables: first?.variables,
    defaultHeaders: headersWith(currentKey(explorer) ?? ''),
    defaultEditorToolsVisibility: currentKey(explorer) ? ('variables' as const) : ('headers' as const),
    plugins: [HISTORY_PLUGIN, ...numbers],
    // What was typed, keys and numbers of people among it, is forgotten with the tab.
    storage: sessionStorage,
    shouldPersistHeaders: false,
    forcedTheme: 'system' as const,
    editorTheme: THEMES,
    inputValueDeprecation: true,
    schemaDescription: true,
  };
  return { props, onPlaced };
}
