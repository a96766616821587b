import type { WebPage } from './web-build';

/** What every page may do: load what we serve and talk to us. Nothing else, and nobody may frame it. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** The headers of a page's document. */
export function pageHeaders({ allow = {} }: Pick<WebPage, 'allow'>): Record<string, string> {
  const directives = new Map(Object.entries(POLICY));
  for (const [name, sources] of Object.entries(allow)) {
    directives.set(name, [directives.get(name), sources].filter(Boolean).join(' '));
  }
  return {
    'Content-Security-Policy': [...directives].map(([name, sources]) => `${name} ${sources}`).join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
}
