import { editor } from 'monaco-graphql/esm/monaco-editor.js';

/** The editor's colours by scheme: Monaco's own, but those that are too faint on our ground. */
export const THEMES = { light: 'call-manager-light', dark: 'call-manager-dark' };

/** The editor shows the ground of the page. */
const CLEAR = '#ffffff00';

editor.defineTheme(THEMES.light, {
  base: 'vs',
  inherit: true,
  rules: [{ token: 'argument.identifier.gql', foreground: '#5b3fb0' }],
  colors: {
    'editor.background': CLEAR,
    'scrollbar.shadow': CLEAR,
    'editorLineNumber.foreground': '#5d6670',
    'editorLineNumber.dimmedForeground': '#5d6670',
    focusBorder: '#0b6b5d',
  },
});

editor.defineTheme(THEMES.dark, {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'argument.identifier.gql', foreground: '#b0a6ff' },
    { token: 'comment', foreground: '#86b36f' },
  ],
  colors: {
    'editor.background': CLEAR,
    'scrollbar.shadow': CLEAR,
    'editorLineNumber.foreground': '#98a1aa',
    'editorLineNumber.dimmedForeground': '#98a1aa',
    'editorWidget.background': '#1f2428',
    focusBorder: '#55c9b5',
  },
});

// GraphiQL looks at the scheme when it starts, and not again.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) =>
  editor.setTheme(matches ? THEMES.dark : THEMES.light),
);
