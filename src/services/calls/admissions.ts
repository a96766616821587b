import type { Pool } from 'pg';
import type { Timing } from '../domain';
import type { AdmissionRequest } from './admission';
import type { Admission } from './admit-batch';
import { admitBatch } from './admit-batch';

interface Waiting {
  request: AdmissionRequest;
  resolve: (admission: Admission) => void;
  reject: (error: unknown) => void;
}

/** Requests in one transaction at most. */
const BATCH_SIZE = 100;

/**
 * Admits calls: checks and holds credits, and writes the call. One transaction is under way at a time, and requests that
 * arrive meanwhile share the next one, because an account's balance is one row whose lock lasts until the disk has the
 * commit: singly, requests of one account would each wait for that.
 */
export class Admissions {
  private readonly queue: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly pool: Pool,
    private readonly timing: Timing,
  ) {}

  /** Decides one request and, if it is granted, commits everything that goes with it. */
  admit(request: AdmissionRequest): Promise<Admission> {
    return new Promise((resolve, reject) => {
      this.queue.push({ request, resolve, reject });
      if (!this.busy) {
        this.busy = true;
        setImmediate(() => void this.workOffQueue());
      }
    });
  }

  private async workOffQueue(): Promise<void> {
    while (this.queue.length > 0) await this.workOff(this.queue.splice(0, BATCH_SIZE));
    this.busy = false;
  }

  /** A request that cannot be written must not take the rest of its batch with it: after a failure each goes alone. */
  private async workOff(batch: Waiting[]): Promise<void> {
    try {
      const admissions = await admitBatch(
        this.pool,
        this.timing,
        batch.map(({ request }) => request),
      );
      for (const [index, waiting] of batch.entries()) {
        const admission = admissions[index];
        if (admission) waiting.resolve(admission);
        else this.queue.push(waiting);
      }
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const waiting of batch) await this.workOff([waiting]);
    }
  }
}
