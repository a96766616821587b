import type { Pool } from 'pg';
import { Coalescer } from '../coalescer';
import type { Domain } from '../domain';
import type { Changes } from '../live/signals';
import type { AdmissionRequest } from './admission';
import { type Admission, admitBatch } from './admit-batch';

/**
 * Admits calls: checks and holds credits, and writes the call. Requests that come at the same time share a transaction,
 * because an account's balance is one row whose lock lasts until the disk has the commit: singly, requests of one account
 * would each wait for that.
 */
export class Admissions {
  private readonly batches: Coalescer<AdmissionRequest, Admission>;

  constructor(pool: Pool, server: Pick<Domain, 'timing' | 'serverId'>, changes: Changes) {
    this.batches = new Coalescer(async (requests) => {
      const admissions = await admitBatch(pool, server, requests);
      for (const admission of admissions) {
        if (typeof admission === 'object' && admission.kind === 'granted') {
          changes.note(admission.call.accountId, admission.call.id);
        }
      }
      return admissions;
    });
  }

  /** Decides one request and, if it is granted, commits everything that goes with it. */
  admit(request: AdmissionRequest): Promise<Admission> {
    return this.batches.share(request);
  }
}
