/** A stream of events is shown for so long, in milliseconds; the viewer shows nothing before an answer is complete. */
const SHOWN_MS = 10_000;

/** Fetches as ever, but ends a stream of events after a while. */
export async function fetchForAWhile(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const { body, status, headers } = response;
  if (!body || !headers.get('Content-Type')?.startsWith('text/event-stream')) return response;
  const text = await readFor(body, SHOWN_MS);
  const shown = new Response(text, { status, headers });
  Object.defineProperty(shown, 'url', { value: response.url });
  return shown;
}

async function readFor(body: ReadableStream<Uint8Array>, ms: number): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const timer = setTimeout(() => void reader.cancel(), ms);
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  clearTimeout(timer);
  return text;
}
