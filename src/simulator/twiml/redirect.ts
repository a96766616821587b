import { documentAt } from './document-at';
import type { Verb } from './verb';

/** `<Redirect method>url</Redirect>`: goes on with the document there. The URL may be relative to this document's. */
export const redirect: Verb = async ({ attributes, text }, { document }) => {
  return documentAt(text, attributes.method, document);
};
