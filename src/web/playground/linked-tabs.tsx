/** @jsxImportSource react */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { takeLink } from './link';
import type { FirstTab } from './tabs';

/** Opens the document of a link that is followed while the playground is open, in a tab beside the others. */
export function LinkedTabs() {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor, headerEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    headerEditor: state.headerEditor,
  }));
  const latest = useRef(tabs);
  latest.current = tabs;
  useEffect(() => {
    if (!queryEditor || !variableEditor || !headerEditor) return;
    const open = ({ query, variables = '' }: FirstTab) => {
      const index = latest.current.findIndex((tab) => tab.query === query && (tab.variables ?? '') === variables);
      if (index >= 0) return changeTab(index);
      // The key that is in use.
      const headers = headerEditor.getValue();
      addTab();
      // The tab is told at once; of what happens in the editors GraphiQL tells it a little later.
      updateActiveTabValues({ query, variables, headers });
      queryEditor.setValue(query);
      variableEditor.setValue(variables);
      headerEditor.setValue(headers);
    };
    const follow = () => {
      const link = takeLink();
      if (link) open(link);
    };
    // One may have been followed before the editors were there.
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [queryEditor, variableEditor, headerEditor, addTab, changeTab, updateActiveTabValues]);
  return null;
}
