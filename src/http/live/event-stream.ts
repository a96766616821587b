import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../../rest/route';
import { writePatiently } from '../write-patiently';

/** A comment goes out so often, in milliseconds, so that nobody on the way takes the connection for dead. */
const HEARTBEAT_MS = 15_000;
/** A browser that lost the stream comes back after so long, in milliseconds. */
const RETRY_MS = 1000;

/** Media type of a stream. */
export const EVENT_STREAM = 'text/event-stream';

/** The wire of a stream. HTML Living Standard, 9.2 Server-sent events. */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  /** The head must not be sent yet. */
  constructor(private readonly response: ServerResponse) {
    response.flushHeaders();
    response.write(`retry: ${RETRY_MS}\n\n`);
    this.heartbeat = setInterval(() => {
      // Whoever does not take what there is needs no sign of life.
      if (!response.writableNeedDrain) response.write(':\n\n');
    }, HEARTBEAT_MS);
  }

  /** Sends an event, as soon as the client has taken those before; one that is too slow reads on from there when it is back. */
  send({ id, event, data }: StreamEvent): Promise<boolean> {
    return writePatiently(this.response, `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Tells where the stream can be taken up, without an event. */
  mark(position: string): Promise<boolean> {
    return writePatiently(this.response, `id: ${position}\n\n`);
  }

  /** Ends the stream behind what was sent. */
  end(): void {
    clearInterval(this.heartbeat);
    this.response.end();
  }
}
