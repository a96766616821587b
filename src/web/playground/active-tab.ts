import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useMemo } from 'react';

/** What is in the editors of a tab. */
export interface Contents {
  query: string;
  variables: string;
  headers: string;
}

export type ActiveTab = NonNullable<ReturnType<typeof useActiveTab>>;

/** The tab that is looked at; undefined until its editors are there. */
export function useActiveTab() {
  const { updateActiveTabValues } = useGraphiQLActions();
  const { queryEditor, variableEditor, headerEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    headerEditor: state.headerEditor,
  }));
  return useMemo(() => {
    if (!queryEditor || !variableEditor || !headerEditor) return undefined;
    const contents = (): Contents => ({
      query: queryEditor.getValue(),
      variables: variableEditor.getValue(),
      headers: headerEditor.getValue(),
    });
    const show = ({ query, variables, headers }: Contents) => {
      const shown = contents();
      // The tab is told at once; of what happens in the editors GraphiQL tells it a little later.
      updateActiveTabValues({ query, variables, headers });
      if (query !== shown.query) queryEditor.setValue(query);
      if (variables !== shown.variables) variableEditor.setValue(variables);
      if (headers !== shown.headers) headerEditor.setValue(headers);
    };
    return { headerEditor, contents, show };
  }, [queryEditor, variableEditor, headerEditor, updateActiveTabValues]);
}
