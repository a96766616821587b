/** @jsxImportSource react */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { useActiveTab } from './active-tab';
import { takeLink } from './link';
import type { FirstTab } from './tabs';

/** Opens the document of a link that is followed while the playground is open, in a tab beside the others. */
export function LinkedTabs() {
  const { addTab, changeTab } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useActiveTab();
  const latest = useRef(tabs);
  latest.current = tabs;
  useEffect(() => {
    if (!active) return;
    const open = ({ query, variables = '' }: FirstTab) => {
      const index = latest.current.findIndex((tab) => tab.query === query && (tab.variables ?? '') === variables);
      if (index >= 0) return changeTab(index);
      // The key that is in use.
      const { headers } = active.contents();
      addTab();
      active.show({ query, variables, headers });
    };
    const follow = () => {
      const link = takeLink();
      if (link) open(link);
    };
    // One may have been followed before the editors were there.
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [active, addTab, changeTab]);
  return null;
}
