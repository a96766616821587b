import { useEffect, useState } from 'preact/hooks';

/** Where in the console one is: `#/calls/ID?turn=3` is `['calls', 'ID']` and `turn` of 3. */
export interface Route {
  parts: string[];
  query: URLSearchParams;
}

/** The route of an address' fragment; undefined for one that is no route, such as that of a skip link. */
export function routeOf(hash: string): Route | undefined {
  if (hash !== '' && !hash.startsWith('#/')) return undefined;
  const [path = '', query = ''] = hash.slice(2).split('?', 2);
  return { parts: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

/** What a person typed into the address need not be encoded well. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The fragment that leads to a place of the console. */
export function linkTo(parts: string[], query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** Goes to a place, in a new entry of the history unless it takes the place of the present one. */
export function goTo(link: string, { replace = false } = {}): void {
  if (!replace) location.hash = link;
  else location.replace(link);
}

/** The present route. */
export function useRoute(): Route {
  const [route, setRoute] = useState<Route>(
    () => routeOf(location.hash) ?? { parts: [], query: new URLSearchParams() },
  );
  useEffect(() => {
    const follow = () => setRoute((before) => routeOf(location.hash) ?? before);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
