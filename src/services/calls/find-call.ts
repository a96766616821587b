import { isUuid } from '../ids';
import type { Loaders } from '../loaders';
import type { Call } from './call';

const SID = /^[0-9A-Za-z]{1,64}$/;

/** Finds a call of the account by its id, its provider's id or its tracking id. */
export async function findCall(loaders: Loaders, accountId: string, reference: string): Promise<Call | null> {
  if (!isUuid(reference)) return SID.test(reference) ? loaders.callBySid.load({ accountId, id: reference }) : null;
  const ref = { accountId, id: reference.toLowerCase() };
  return (await loaders.callById.load(ref)) ?? loaders.callByTrackingId.load(ref);
}
