/** @jsxImportSource react */
import { type TabsState, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback, useEffect, useRef } from 'react';
import { storedKey, storeKey } from '../shared/key';
import { headersWith, readKey } from './headers';
import { withCallId } from './tabs';

type TabState = TabsState['tabs'][number];

interface Properties {
  demoKey: string | undefined;
  /** Has a function told of the id of each call that is placed. @returns what ends that */
  onPlaced(told: (callId: string) => void): () => void;
}

/** Fills in into the other tabs what was learnt in one: the id of a call that was placed, a key that was typed. */
export function OtherTabs({ demoKey, onPlaced }: Properties) {
  const { moveTab, updateActiveTabValues } = useGraphiQLActions();
  const state = useGraphiQL(({ tabs, activeTabIndex, headerEditor }) => ({ tabs, activeTabIndex, headerEditor }));
  const { headerEditor } = state;
  const latest = useRef(state);
  latest.current = state;
  const fillIn = useCallback(
    (updated: (tab: TabState) => TabState) => {
      const { tabs, activeTabIndex } = latest.current;
      // The order is the same. The active tab has to be the very one, or the editor would lose it.
      moveTab(tabs.map((tab, index) => (index === activeTabIndex ? tab : updated(tab))));
    },
    [moveTab],
  );
  useEffect(
    () =>
      onPlaced((callId) =>
        fillIn((tab) => ({ ...tab, variables: withCallId(tab.variables, callId) ?? tab.variables })),
      ),
    [onPlaced, fillIn],
  );
  // GraphiQL tells a tab a little later, when another may be looked at.
  useEffect(() => {
    const typed = headerEditor?.onDidChangeModelContent(() => {
      const headers = headerEditor.getValue();
      if (isNew(readKey(headers), demoKey)) updateActiveTabValues({ headers });
    });
    return () => typed?.dispose();
  }, [headerEditor, demoKey, updateActiveTabValues]);
  // What the tab has, not what is in the editor: filling in puts the former into the latter.
  const key = readKey(state.tabs[state.activeTabIndex]?.headers);
  useEffect(() => {
    if (!isNew(key, demoKey)) return;
    storeKey(key);
    fillIn((tab) => ({ ...tab, headers: headersWith(key) }));
  }, [key, demoKey, fillIn]);
  return null;
}

/** Whether a key is another than the one that is in use. */
function isNew(key: string | undefined, demoKey: string | undefined): key is string {
  return key !== undefined && key !== (storedKey() ?? demoKey);
}
