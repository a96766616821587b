import { sqlState } from '../../database/transaction';
import type { ListedCall } from '../../telephony/telephony';
import type { Domain } from '../domain';
import { hangUpIfUnwanted } from './end-call';
import { matchListed, type OwnCall, SPAN } from './match-listed';
import { record } from './record-report';

/** The call was another's by then. PostgreSQL manual, appendix A. */
const UNIQUE_VIOLATION = '23505';

/** A call that nobody has proof of. */
export interface UnprovenCall extends OwnCall {
  fromNumber: string;
  toNumber: string;
}

/** The select list of an {@link UnprovenCall}; the table is `calls c`. */
export const UNPROVEN_CALL = `c.account_id "accountId", c.id "callId", c.provider_sid "sid", c.dial, c.start_time "startTime",
  c.from_number "fromNumber", c.to_number "toNumber"`;

/**
 * Looks for a call in the provider's list, and takes for it what is there if that can be nothing else. Dials nobody.
 * @param askedBy for the call's timeline
 * @returns `nothing`: none there is it for sure, which proves nothing. `unavailable`: the provider did not tell
 */
export async function findListed(
  domain: Domain,
  call: UnprovenCall,
  askedBy: string,
): Promise<'found' | 'nothing' | 'unavailable'> {
  const listed = await domain.telephony.list(call, new Date(call.startTime.getTime() - SPAN.before));
  if (listed === 'unavailable') return 'unavailable';
  // After the list, so that whatever was in it and has been claimed meanwhile is seen to be.
  const match = listed.length > 0 ? matchListed(call, await ownCalls(domain, call), listed) : null;
  return match && (await adopt(domain, call, match, askedBy)) ? 'found' : 'nothing';
}

/** Every call of ours that anything could be which fits this one. A caller id may be in use by several accounts. */
async function ownCalls({ pool }: Domain, { fromNumber, toNumber, startTime }: UnprovenCall): Promise<OwnCall[]> {
  const { rows } = await pool.query<OwnCall>({
    name: 'calls-between',
    text: `select ${UNPROVEN_CALL} from calls c
      where c.account_id in (select n.account_id from phone_numbers n where n.phone_number = $1)
        and c.from_number = $1 and c.to_number = $2
        and abs(extract(epoch from c.start_time - $3::timestamptz)) <= $4`,
    values: [fromNumber, toNumber, startTime, (SPAN.before + SPAN.after) / 1000],
  });
  return rows;
}

/** Once a call is known to be the provider's, a request to end it that came before can be done. */
async function adopt(
  domain: Domain,
  call: UnprovenCall,
  { sid, report }: ListedCall,
  askedBy: string,
): Promise<boolean> {
  try {
    const fact = { kind: 'dial-accepted', sid, at: null, askedBy } as const;
    const learnt = report
      ? await record(domain, call, report, askedBy)
      : await domain.facts.learn(call, 'twilio:list', fact);
    if (!learnt) return false;
    domain.log.info({ callId: call.callId, sid }, "a call was found in the provider's list");
    await hangUpIfUnwanted(domain, call, learnt);
    return true;
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
}
