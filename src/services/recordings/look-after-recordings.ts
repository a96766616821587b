import { inStatement } from '../../database/transaction';
import { RecordingStatus } from '../../entities/enums';
import { isOneOf } from '../accounts/test-modes';
import type { Domain } from '../domain';
import { takeRecording } from './take-recording';

/** Recordings asked about at once, so that several servers share the work. */
const BATCH = 20;
/** A recording that is not there so long after its call is given up, in unknown times. */
const PATIENCE = 6;

interface DueRecording {
  accountId: string;
  callId: string;
  sid: string;
  /** The call has been over for so long that there will be none. */
  overdue: boolean;
}

const CLAIM = `
update calls c set recording_check_at = now() + make_interval(secs => $1)
from (
  select account_id, id from calls where recording_check_at < now() and ${isOneOf('account_id', '$3')}
  order by recording_check_at limit ${BATCH} for update skip locked
) due
where c.account_id = due.account_id and c.id = due.id
returning c.account_id "accountId", c.id "callId", c.provider_sid "sid",
  now() > c.end_time + make_interval(secs => $2) "overdue"`;

const GIVE_UP = `
update calls set recording_status = '${RecordingStatus.FAILED}', recording_check_at = null, updated_at = now()
where account_id = $1 and id = $2 and recording_check_at is not null`;

/** Asks the provider about the recordings of calls that are over, as long as it has not told by itself. */
export async function lookAfterRecordings(domain: Domain, signal?: AbortSignal): Promise<void> {
  const { quietSeconds, unknownSeconds } = domain.timing;
  for (let claimed = BATCH; claimed === BATCH && !signal?.aborted; ) {
    const { rows } = await inStatement<DueRecording>(domain.pool, {
      name: 'claim-recordings',
      text: CLAIM,
      values: [quietSeconds, PATIENCE * unknownSeconds, domain.testModes],
    });
    await Promise.all(rows.map((call) => lookAfter(domain, call)));
    claimed = rows.length;
  }
}

async function lookAfter(domain: Domain, { accountId, callId, sid, overdue }: DueRecording): Promise<void> {
  try {
    const news = await domain.telephony.findRecording(sid);
    if (typeof news === 'object') await takeRecording(domain, { accountId, callId }, sid, news);
    if (overdue) await inStatement(domain.pool, { text: GIVE_UP, values: [accountId, callId] });
  } catch (error) {
    domain.log.error({ error, callId }, 'a recording could not be looked after');
  }
}
