import type { Verb } from './verb';

/** `<Redirect method>url</Redirect>`: goes on with the document there. The URL may be relative to this document's. */
export const redirect: Verb = async ({ attributes, text }, { document }) => {
  const url = URL.canParse(text, document.url) ? new URL(text, document.url).href : text;
  return { url, method: attributes.method?.toUpperCase() === 'GET' ? 'GET' : 'POST' };
};
