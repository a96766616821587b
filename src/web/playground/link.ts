import type { FirstTab } from './tabs';

/**
 * The document that a link opens: `/graphql#document=…&variables=…`, both encoded as a form's values are. The fragment
 * never leaves the browser. It is taken out of the address, so that a reload does not open the document once more.
 */
export function takeLink(): FirstTab | undefined {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const query = parameters.get('document');
  if (query === null) return undefined;
  history.replaceState(null, '', location.pathname);
  return { query, variables: parameters.get('variables') ?? undefined };
}
