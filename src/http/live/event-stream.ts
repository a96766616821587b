import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../../rest/route';

/** A client that takes nothing for so long, in milliseconds, is cut off; it reads on from where it was when it is back. */
const SLOW_MS = 10_000;
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

  /** Sends an event, as soon as the client has taken those before. @returns false when the client is gone, or too slow */
  send({ id, event, data }: StreamEvent): Promise<boolean> {
    return this.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Tells where the stream can be taken up, without an event. */
  mark(position: string): Promise<boolean> {
    return this.write(`id: ${position}\n\n`);
  }

  /** Ends the stream behind what was sent. */
  end(): void {
    clearInterval(this.heartbeat);
    this.response.end();
  }

  private async write(text: string): Promise<boolean> {
    const { response } = this;
    if (response.destroyed) return false;
    if (response.write(text)) return true;
    const taken = await drained(response, SLOW_MS);
    if (!taken) response.destroy();
    return taken;
  }
}

/** Resolves when everything was taken, or with false when the client is gone or takes too long. */
function drained(response: ServerResponse, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (taken: boolean) => () => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onClose);
      resolve(taken);
    };
    const [onDrain, onClose] = [settle(true), settle(false)];
    const timer = setTimeout(onClose, ms);
    response.once('drain', onDrain).once('close', onClose);
  });
}
