import type { CallFilter, CallRowFragment, CallStatus } from '../documents.generated';
import { LIVE, STATUSES } from '../parts/status';

/** What is looked for, as it stands in the address. */
export interface Wanted {
  /** `LIVE`, one status, or empty for all. */
  status: string;
  /** A whole phone number, or empty. */
  to: string;
}

export function wantedIn(query: URLSearchParams): Wanted {
  return { status: query.get('status') ?? '', to: query.get('to') ?? '' };
}

/** What stands in the address for it. */
export function queryOf({ status, to }: Wanted): Record<string, string> {
  return { ...(status && { status }), ...(to && { to }) };
}

export function filterOf({ status, to }: Wanted): CallFilter {
  return { status: statusesOf(status), toNumber: to || null };
}

/** Whether a call that has changed is one of those that are looked for. */
export function isWanted({ status, to }: Wanted, call: CallRowFragment): boolean {
  const statuses = statusesOf(status);
  return (!statuses || statuses.includes(call.status)) && (!to || call.toNumber === to);
}

function statusesOf(status: string): CallStatus[] | null {
  if (status === 'LIVE') return [...LIVE];
  return STATUSES.filter((known) => known === status).length > 0 ? [status as CallStatus] : null;
}
