/** @jsxImportSource react */
import { type TabsState, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { headersWith } from './headers';
import { withCallId } from './tabs';

type TabState = TabsState['tabs'][number];

/** What is to be filled in into the tabs that are not looked at. */
export interface News {
  callId?: string;
  apiKey?: string;
}

/** Fills in into the other tabs what was learnt in one: the id of a call that was placed, a key that was typed. */
export function OtherTabs({ listen }: { listen(told: (news: News) => void): () => void }) {
  const { moveTab } = useGraphiQLActions();
  const state = useGraphiQL(({ tabs, activeTabIndex }) => ({ tabs, activeTabIndex }));
  const latest = useRef(state);
  latest.current = state;
  useEffect(
    () =>
      listen((news) => {
        const { tabs, activeTabIndex } = latest.current;
        // The order is the same. The active tab has to be the very one, or the editor would lose it.
        moveTab(tabs.map((tab, index) => (index === activeTabIndex ? tab : updated(tab, news))));
      }),
    [listen, moveTab],
  );
  return null;
}

function updated(tab: TabState, { callId, apiKey }: News): TabState {
  const variables = (callId && withCallId(tab.variables, callId)) || tab.variables;
  // What a tab without headers shows is what the playground began with.
  const headers = apiKey ? headersWith(apiKey) : tab.headers;
  return { ...tab, variables, headers };
}
