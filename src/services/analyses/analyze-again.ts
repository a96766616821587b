import type { Call } from '../calls/call';
import { findCall } from '../calls/find-call';
import type { Domain } from '../domain';
import { requestAnalysis } from './request-analysis';

/** Has a call analysed again if there is anything to analyse, and answers it as it then stands; null: no such call. */
export async function analyzeAgain(
  { pool, loaders, hub }: Pick<Domain, 'pool' | 'loaders' | 'hub'>,
  accountId: string,
  reference: string,
): Promise<Call | null> {
  const call = await findCall(loaders, accountId, reference);
  if (!call) return null;
  await requestAnalysis(pool, accountId, call.id);
  hub.note(accountId, call.id);
  return loaders.callById.load({ accountId, id: call.id });
}
