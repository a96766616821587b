import { maskUrl } from '../log';
import { DocumentFailure, type DocumentRequest, type DocumentSource, type TwimlDocument } from './document';
import { loadDocument } from './load-document';
import type { Next, Playback } from './verb';
import { verbs } from './verbs';

/**
 * Executes a call's TwiML from its first document to where it hangs up, or has nothing more to say. A document that
 * cannot be had is replaced by the one at FallbackUrl, once; when that fails too, the call is over.
 */
export async function playDocuments(context: Omit<Playback, 'document'>): Promise<void> {
  const { call, log } = context;
  let fallback = call.request.fallback;
  let source: DocumentSource | undefined = call.request.document;
  while (source !== undefined) {
    try {
      const document = await loadDocument(source, context);
      source = await playDocument(document, { ...context, document });
    } catch (error) {
      if (!(error instanceof DocumentFailure)) throw error;
      log(`TwiML of ${call.sid} from ${maskUrl(error.url)} failed (${error.code}): ${error.message}`);
      source = fallback && afterFailure(fallback, error);
      fallback = undefined;
    }
  }
}

/** Executes one document; what it returns is the document to go on with, if any. */
async function playDocument(document: TwimlDocument, playback: Playback): Promise<DocumentRequest | undefined> {
  for (const element of document.verbs) {
    const verb = verbs.get(element.name);
    if (verb === undefined) {
      playback.log(`TwiML verb <${element.name}> is not simulated: the document of ${playback.call.sid} ends there`);
      return undefined;
    }
    const next: Next = await verb(element, playback);
    if (next === 'hang-up') return undefined;
    if (next !== 'next-verb') return next;
  }
  return undefined;
}

function afterFailure(fallback: DocumentRequest, { code, url }: DocumentFailure): DocumentRequest {
  return { ...fallback, fields: { ErrorCode: String(code), ErrorUrl: url } };
}
