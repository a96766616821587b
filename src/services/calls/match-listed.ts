import { DialState } from '../../entities/enums';
import type { ListedCall } from '../../telephony/telephony';

/** One of our calls between two numbers. */
export interface OwnCall {
  accountId: string;
  callId: string;
  sid: string | null;
  dial: DialState;
  startTime: Date;
}

/**
 * A call that the provider took at such a time may be ours: so much earlier, because clocks differ, and so much later, because the
 * request is repeated while it is throttled. Too wide a span only costs a match, too narrow a one might make a wrong one. In ms.
 */
export const SPAN = { before: 60_000, after: 120_000 };

function fits({ createdAt }: ListedCall, { startTime }: OwnCall): boolean {
  const distance = createdAt.getTime() - startTime.getTime();
  return distance >= -SPAN.before && distance <= SPAN.after;
}

/** Whether the provider may have a call of ours under an id that we do not know, whatever became of it here. */
function isUnclaimed({ sid, dial }: OwnCall): boolean {
  return sid === null && dial !== DialState.REFUSED;
}

/**
 * The call in the provider's list that is one of ours, if nothing else can be: no other there that is nobody's fits it, and it
 * fits no other of ours.
 * @param ours whatever calls of ours there are between the two numbers at about that time, of all accounts
 */
export function matchListed(
  wanted: OwnCall,
  ours: readonly OwnCall[],
  listed: readonly ListedCall[],
): ListedCall | null {
  if (!isUnclaimed(wanted)) return null;
  const claimed = new Set(ours.map(({ sid }) => sid));
  const [match, ...others] = listed.filter((one) => !claimed.has(one.sid) && fits(one, wanted));
  if (!match || others.length > 0) return null;
  const isRival = (own: OwnCall) => own.callId !== wanted.callId && isUnclaimed(own) && fits(match, own);
  return ours.some(isRival) ? null : match;
}
