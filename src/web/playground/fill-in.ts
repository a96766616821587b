import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback, useRef } from 'react';
import type { ActiveTab } from './active-tab';

/** What is filled in into tabs; nothing where GraphiQL shows what a new tab has. */
export interface Fillable {
  variables?: string | null;
  headers?: string | null;
}

/** Has a function change what is in all tabs; it returns the very same for a tab that stays as it is. */
export type FillIn = (updated: <Tab extends Fillable>(tab: Tab) => Tab) => void;

/** What fills in into all tabs. It does nothing until there are editors. */
export function useFillIn(active: ActiveTab | undefined): FillIn {
  const { moveTab } = useGraphiQLActions();
  const state = useGraphiQL(({ tabs, activeTabIndex }) => ({ tabs, activeTabIndex }));
  const latest = useRef(state);
  latest.current = state;
  return useCallback<FillIn>(
    (updated) => {
      const { tabs, activeTabIndex } = latest.current;
      const shown = active?.contents();
      if (!active || !shown) return;
      const isActive = (index: number) => index === activeTabIndex;
      // The active tab has to be the very one, or the editors would lose it.
      const filled = tabs.map((tab, index) => (isActive(index) ? tab : updated(tab)));
      const contents = updated(shown);
      if (contents === shown && filled.every((tab, index) => tab === tabs[index])) return;
      // The order is the same. The editors show what the active tab was told, which is not yet what was typed last.
      moveTab(filled);
      active.show(contents);
    },
    [active, moveTab],
  );
}
