import { uuidv7 } from 'uuidv7';
import { inTransaction } from '../../database/transaction';
import { CallEventType, RecordingStatus } from '../../entities/enums';
import type { RecordingNews } from '../../telephony/telephony';
import type { CallRef } from '../calls/lock-calls';
import type { Domain } from '../domain';

/** In this order a recording goes on and never back, whatever is told late or twice. */
const ORDER = [
  'PENDING',
  'SKIPPED',
  'IN_PROGRESS',
  'FAILED',
  'COMPLETED',
] as const satisfies Array<`${RecordingStatus}`>;
/** There is nothing more to ask for. */
const FINAL: readonly RecordingStatus[] = [RecordingStatus.COMPLETED, RecordingStatus.FAILED];

const NOTE = `
update calls set recording_status = $4::text, recording_sid = $5, recording_seconds = coalesce($6, recording_seconds),
  recording_check_at = case when $7 then null when end_time is null then recording_check_at
    else coalesce(recording_check_at, now()) end, updated_at = now()
where account_id = $1 and id = $2 and (provider_sid is null or provider_sid = $3)
  and array_position($8::text[], $4::text) > coalesce(array_position($8::text[], recording_status), 0)
returning status`;

/** Takes what the provider says about the recording of a call. It may be told twice and in any order. */
export async function takeRecording(
  { pool, hub }: Pick<Domain, 'pool' | 'hub'>,
  { accountId, callId }: CallRef,
  sid: string,
  { status, sid: recordingSid, seconds }: RecordingNews,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ status: string }>({
      name: 'note-recording',
      text: NOTE,
      values: [accountId, callId, sid, status, recordingSid, seconds, FINAL.includes(status), ORDER],
    });
    const call = rows[0];
    if (!call || status !== RecordingStatus.COMPLETED) return;
    await client.query({
      name: 'write-recording-ready',
      text: `insert into call_events (account_id, id, call_id, type, status, source, occurred_at, detail)
        values ($1, $2, $3, $4, $5, 'twilio:recording', now(), $6) on conflict (account_id, call_id, type) do nothing`,
      values: [accountId, uuidv7(), callId, CallEventType.RECORDING_READY, call.status, JSON.stringify({ seconds })],
    });
  });
  hub.note(accountId, callId);
}
