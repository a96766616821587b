import type { Campaign } from '../campaigns/campaign';
import type { Contact } from '../contacts/contact';
import type { Domain } from '../domain';
import type { Refusal } from './admission';
import { admissionRequest, type InitiateCallRequest } from './admission-request';
import type { Call } from './call';
import { dialCall } from './dial-call';
import { type CallFailure, recallAnswer } from './recall-answer';

/** The call as it was accepted: INITIATED, whatever has happened to it since. */
export interface CallAccepted {
  kind: 'accepted';
  call: Call;
  contact: Contact;
  campaign: Campaign;
  /** True when an earlier request placed this call and nobody was dialled for this one. */
  replayed: boolean;
}

/** How a request to place a call ends, unless the server itself is at fault. */
export type InitiateCallOutcome = CallAccepted | CallFailure | { kind: 'refused'; refusal: Refusal };

/**
 * Places a call: holds its credits and writes it in one transaction, then, with no transaction open, has the provider
 * dial. A call that was written is dialled once at most, whatever happens to this process.
 */
export async function initiateCall(
  domain: Domain,
  accountId: string,
  request: InitiateCallRequest,
): Promise<InitiateCallOutcome> {
  const admission = await domain.admissions.admit(admissionRequest(accountId, request));
  switch (admission.kind) {
    case 'refused':
      return admission;
    case 'granted':
      return dialCall(domain, admission);
    case 'replay':
    case 'fenced':
      return recallAnswer(domain, { accountId, id: admission.callId }, request.idempotencyKey ?? null);
  }
}
