import { createHash } from 'node:crypto';
import type { AdmissionRequest } from './admission';

/** What a client asks for; the surfaces have checked its form. */
export interface InitiateCallRequest {
  toNumber: string;
  agentId: string;
  contactName?: string | null;
  contactData?: Record<string, unknown> | null;
  fromNumberId?: string | null;
  idempotencyKey?: string | null;
}

/** A request as it is decided: ids are taken in either case and kept in lower case; `null` and an empty text mean absent. */
export function admissionRequest(accountId: string, request: InitiateCallRequest): AdmissionRequest {
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
