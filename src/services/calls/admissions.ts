import type { Pool } from 'pg';
import { sqlState } from '../../database/transaction';
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
    return new Promise((resolve, reject) => this.enqueue({ request, resolve, reject }));
  }

  private enqueue(waiting: Waiting): void {
    this.queue.push(waiting);
    if (this.busy) return;
    this.busy = true;
    setImmediate(() => void this.workOffQueue());
  }

  private async workOffQueue(): Promise<void> {
    while (this.queue.length > 0) await this.workOff(this.queue.splice(0, BATCH_SIZE));
    this.busy = false;
  }

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
        else this.enqueue(waiting);
      }
    } catch (error) {
      // Each goes on alone and nobody waits for it: one account's trouble is not another's.
      if (batch.length > 1 && isAboutOne(error)) for (const waiting of batch) void this.workOff([waiting]);
      else for (const waiting of batch) waiting.reject(error);
    }
  }
}

/**
 * Whether a batch failed for one of its requests: a value or a constraint, or a lock on one account's balance that
 * somebody holds. The rest must not go down with it, so each is tried alone. PostgreSQL manual, appendix A.
 */
function isAboutOne(error: unknown): boolean {
  return /^(22...|23...|55P03)$/.test(sqlState(error) ?? '');
}
