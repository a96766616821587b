import type { Json } from '../../support/client';
/** An event of a stream as it arrived. */
export interface ArrivedEvent {
  id: string;
  event: string;
  data: Json;
}

/** A stream that is read on. */
export interface EventSource {
  status: number;
  headers: Headers;
  /** Every event that arrived so far. */
  readonly events: ArrivedEvent[];
  /** The latest id, of an event or by itself. */
  readonly lastEventId: string;
  /** Resolves when the stream has ended, however. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a stream below `/api/v1` and reads it as a browser does. */
export async function openStream(
  url: string,
  key: string,
  path: string,
  {
    lastEventId = '',
    onEvent = () => undefined,
    signal,
  }: { lastEventId?: string; onEvent?: (event: ArrivedEvent) => void; signal?: AbortSignal } = {},
): Promise<EventSource> {
  const leave = new AbortController();
  const response = await fetch(`${url}/api/v1${path}`, {
    headers: {
      'X-API-Key': key,
      Accept: 'text/event-stream',
      ...(lastEventId !== '' && { 'Last-Event-ID': lastEventId }),
    },
    signal: signal ? AbortSignal.any([leave.signal, signal]) : leave.signal,
  });
  const source = { status: response.status, headers: response.headers, events: [] as ArrivedEvent[], lastEventId };
  const read = async () => {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
        source.lastEventId = fields.get('id') ?? source.lastEventId;
        const data = fields.get('data');
        if (data === undefined) continue;
        const event = { id: source.lastEventId, event: fields.get('event') ?? 'message', data: JSON.parse(data) };
        source.events.push(event);
        onEvent(event);
      }
    }
  };
  return Object.assign(source, { ended: read().catch(() => undefined), close: () => leave.abort() });
}
