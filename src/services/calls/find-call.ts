import { isUuid } from '../ids';
import type { Loader, Loaders } from '../loaders';
import type { Call, CallSummary } from './call';
import type { CallDetail } from './call-detail';

const SID = /^[0-9A-Za-z]{1,64}$/;

/** Finds a call of the account by its id, its provider's id or its tracking id. */
export async function findCall(loaders: Loaders, accountId: string, reference: string): Promise<Call | null> {
  return find(loaders, loaders.callById, accountId, reference);
}

/** As {@link findCall}, and a call that is found by its id has its detail with it. */
export async function findCallDetail(
  loaders: Loaders,
  accountId: string,
  reference: string,
): Promise<Call | CallDetail | null> {
  return find(loaders, loaders.callDetail, accountId, reference);
}

async function find<Found extends CallSummary>(
  loaders: Loaders,
  byId: Loader<Found | null>,
  accountId: string,
  reference: string,
): Promise<Call | Found | null> {
  if (!isUuid(reference)) return SID.test(reference) ? loaders.callBySid.load({ accountId, id: reference }) : null;
  const ref = { accountId, id: reference.toLowerCase() };
  return (await byId.load(ref)) ?? loaders.callByTrackingId.load(ref);
}
