import type { Pool } from 'pg';
import { EndedReason } from '../../entities/enums';
import { Coalescer } from '../coalescer';
import type { Domain } from '../domain';
import { keepTrying } from '../keep-trying';
import type { Changes } from '../live/signals';
import type { AdmissionRequest } from './admission';
import { type Admission, admitBatch } from './admit-batch';
import type { Facts } from './facts';
import type { CallRef } from './lock-calls';
import { TextReadings } from './text-readings';

/**
 * Admits calls: checks and holds credits, and writes the call. Requests that come at the same time share a transaction,
 * because an account's balance is one row whose lock lasts until the disk has the commit: singly, requests of one account
 * would each wait for that.
 */
export class Admissions {
  private readonly batches: Coalescer<AdmissionRequest, Admission>;

  constructor(pool: Pool, server: Pick<Domain, 'timing' | 'serverId'>, facts: Facts, changes: Changes) {
    const disown = (calls: CallRef[]) => {
      for (const call of calls) keepTrying(() => refuse(facts, call));
    };
    const texts = new TextReadings();
    this.batches = new Coalescer(async (requests) => {
      await texts.readOn(requests);
      const admissions = await admitBatch(pool, server, requests, { textIssues: texts.issuesOf, disown });
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

/**
 * Gives back what is held for a call that nobody dials, because the server that wrote it does not know that it did.
 * @throws Error when there is no such call: a database that was away may still come to its commit
 */
async function refuse(facts: Facts, call: CallRef): Promise<void> {
  const message = 'The database did not say in time whether the call was stored, so nobody was dialled';
  const fact = { kind: 'dial-refused', reason: EndedReason.INTERNAL_ERROR, message, at: null } as const;
  const learnt = await facts.learn(call, 'call-manager', fact);
  if (!learnt) throw new Error(`call ${call.callId} is not there`);
}
