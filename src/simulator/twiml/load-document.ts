import { askFor } from './ask-for';
import { DocumentFailure, type DocumentRequest, type DocumentSource, type TwimlDocument } from './document';
import { parseDocument } from './parse-document';
import type { Playback } from './verb';

type LoadContext = Pick<Playback, 'call' | 'timeline' | 'webhooks' | 'faults'>;

const XML_TYPES = /^(text\/xml|application\/xml|text\/html)\s*(;|$)/i;

/**
 * Gets a document ready to be executed: a signed request like any webhook, in 15 real seconds at most. Throws
 * `DocumentFailure` when that does not work out.
 */
export async function loadDocument(source: DocumentSource, context: LoadContext): Promise<TwimlDocument> {
  if ('twiml' in source) return { verbs: verbsOf(source.twiml, '') };
  const { url } = source;
  return { url, verbs: verbsOf(await fetchXml(source, context), url) };
}

async function fetchXml(request: DocumentRequest, context: LoadContext): Promise<string> {
  const { url } = request;
  const answer = await context.timeline.spend(() => askFor(request, context, context.call.over));
  if (answer.outcome === 'connect-failure') throw new DocumentFailure(11205, url, answer.reason);
  if (answer.outcome !== 'answered') throw new DocumentFailure(11200, url, answer.reason);
  if (answer.status < 200 || answer.status > 299) throw new DocumentFailure(11200, url, `HTTP ${answer.status}`);
  if (answer.truncated) throw new DocumentFailure(11750, url, 'more than 64 kB');
  if (!XML_TYPES.test(answer.contentType)) {
    throw new DocumentFailure(12300, url, `Content-Type '${answer.contentType}' is not XML`);
  }
  return answer.body;
}

function verbsOf(xml: string, url: string): TwimlDocument['verbs'] {
  const verbs = parseDocument(xml);
  if (verbs === undefined) throw new DocumentFailure(12100, url, 'not an XML document with one <Response>');
  return verbs;
}
