import { createHash } from 'node:crypto';
import type { Campaign } from '../campaigns/campaign';
import type { Contact } from '../contacts/contact';
import type { Domain } from '../domain';
import type { AdmissionRequest, Refusal } from './admission';
import type { Call } from './call';
import { dialCall } from './dial-call';
import { type CallFailure, recallAnswer } from './recall-answer';

/** What a client asks for; the surfaces have checked its form. */
export interface InitiateCallRequest {
  toNumber: string;
  agentId: string;
  contactName?: string | null;
  contactData?: Record<string, unknown> | null;
  fromNumberId?: string | null;
  idempotencyKey?: string | null;
}

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

/** Ids are taken in either case and kept in lower case; `null` and an empty text mean absent. */
function admissionRequest(accountId: string, request: InitiateCallRequest): AdmissionRequest {
  const input = {
    toNumber: request.toNumber,
    agentId: request.agentId.toLowerCase(),
    fromNumberId: request.fromNumberId?.toLowerCase() || null,
    contactName: request.contactName || null,
    contactData: request.contactData ?? null,
  };
  const idempotencyKey = request.idempotencyKey || null;
  return { accountId, ...input, idempotencyKey, fingerprint: idempotencyKey && fingerprintOf(input) };
}

function fingerprintOf(input: object): string {
  return createHash('sha256').update(canonical(input)).digest('hex');
}

/** JSON whose text does not depend on the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
