import type { Context } from 'koa';
import { AppError } from '../errors';
import { networkOf } from './address-windows';
import type { RequestState } from './state';
import type { Traffic } from './traffic';

/** A body has so long to arrive, in milliseconds. */
const PATIENCE_MS = 10_000;
/** And so long while its sender has many others that have not arrived. */
const HURRY_MS = 1000;
const MANY = 50;

/** Bodies that are still on their way, counted by key, or by address where there is no key. */
export class UnfinishedBodies {
  private readonly bySender = new Map<string, number>();

  constructor(private readonly traffic: Traffic) {}

  /**
   * Waits for a body; meanwhile its request is no work.
   * @throws AppError with status 408 when it takes too long; whatever `reading` throws
   */
  wait(ctx: Context & { state: RequestState }, reading: Promise<Buffer>): Promise<Buffer> {
    return this.traffic.rest(() => this.within(senderOf(ctx), reading));
  }

  private async within(sender: string, reading: Promise<Buffer>): Promise<Buffer> {
    const others = this.bySender.get(sender) ?? 0;
    this.bySender.set(sender, others + 1);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate()), others < MANY ? PATIENCE_MS : HURRY_MS);
    });
    try {
      return await Promise.race([reading, late]);
    } finally {
      clearTimeout(timer);
      this.leave(sender);
    }
  }

  private leave(sender: string): void {
    const left = (this.bySender.get(sender) ?? 1) - 1;
    if (left > 0) this.bySender.set(sender, left);
    else this.bySender.delete(sender);
  }
}

function senderOf({ req, state }: Context & { state: RequestState }): string {
  return state.viewer?.keyId ?? networkOf(req.socket.remoteAddress ?? '');
}

function tooLate(): AppError {
  return new AppError('BAD_REQUEST', 'The request body did not arrive in time', { status: 408 });
}
