import type { DocumentRequest, TwimlDocument } from './document';

/** A document that another leads to. The URL may be relative to that one's; POST unless it says GET. */
export function documentAt(url: string, method: string | undefined, from: TwimlDocument): DocumentRequest {
  return {
    url: URL.canParse(url, from.url) ? new URL(url, from.url).href : url,
    method: method?.toUpperCase() === 'GET' ? 'GET' : 'POST',
  };
}
