/** @jsxImportSource react */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef, useState } from 'react';
import type { Explorer } from '../shared/explorer';
import { currentKey, storeKey } from '../shared/key';
import { askAccount, type Known } from '../shared/known';
import { useActiveTab } from './active-tab';
import { useFillIn } from './fill-in';
import { headersWith, lacksKey, readKey } from './headers';
import { withCallId, withOwn } from './tabs';

interface Properties {
  explorer: Explorer;
  /** What the tabs were filled in with first. */
  known: Known;
  /** The headers that a new tab has. */
  defaultHeaders: string;
  /** Has a function told of the id of each call that is placed. @returns what ends that */
  onPlaced(told: (callId: string) => void): () => void;
}

/** Fills in into all tabs what was learnt in one: the id of a call that was placed, a key that was typed, and its agent. */
export function OtherTabs({ explorer, known, defaultHeaders, onPlaced }: Properties) {
  const { updateActiveTabValues } = useGraphiQLActions();
  const count = useGraphiQL(({ tabs }) => tabs.length);
  const active = useActiveTab();
  const fillIn = useFillIn(active);
  const [key, setKey] = useState(known.apiKey);
  const own = useRef(known);
  useEffect(
    () =>
      onPlaced((callId) =>
        fillIn((tab) => {
          const variables = withCallId(tab.variables, callId);
          return variables ? { ...tab, variables } : tab;
        }),
      ),
    [onPlaced, fillIn],
  );
  useEffect(() => {
    const typed = active?.headerEditor.onDidChangeModelContent(({ isFlush }) => {
      const { headers } = active.contents();
      const next = readKey(headers);
      // What was not typed was filled in.
      if (isFlush || !next || next === currentKey(explorer)) return;
      storeKey(next);
      // GraphiQL tells a tab a little later, when another may be looked at.
      updateActiveTabValues({ headers });
      setKey(next);
    });
    return () => typed?.dispose();
  }, [active, explorer, updateActiveTabValues]);
  // With each tab that is opened, too: it has the headers that were there first.
  useEffect(() => {
    if (!key || count === 0) return;
    const headers = headersWith(key);
    fillIn((tab) => (lacksKey(tab.headers ?? defaultHeaders, key) ? { ...tab, headers } : tab));
  }, [key, count, defaultHeaders, fillIn]);
  useEffect(() => {
    const before = own.current;
    if (key === before.apiKey) return;
    const fill = (after: Known) => {
      own.current = after;
      fillIn((tab) => {
        const variables = withOwn(tab.variables, before, after);
        return variables && variables !== tab.variables ? { ...tab, variables } : tab;
      });
    };
    // If nobody answers, what was there stays.
    askAccount(explorer).then(fill, () => undefined);
  }, [key, explorer, fillIn]);
  return null;
}
