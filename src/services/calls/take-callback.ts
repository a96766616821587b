import type { ProviderReport } from '../../telephony/telephony';
import type { Domain } from '../domain';
import { hangUpIfUnwanted } from './end-call';
import type { CallRef } from './lock-calls';
import { record } from './record-report';

/** Takes a callback about a call. It may be the first that anybody hears of the provider's id. */
export async function takeCallback(domain: Domain, ref: CallRef, report: ProviderReport): Promise<void> {
  const learnt = await record(domain, ref, report);
  if (learnt && learnt.before.providerSid === null) await hangUpIfUnwanted(domain, ref, learnt);
}
