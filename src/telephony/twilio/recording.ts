import { RecordingStatus } from '../../entities/enums';
import type { RecordingNews } from '../telephony';
import { type Form, text } from './signature';

const STATUS: Readonly<Record<string, RecordingStatus>> = {
  'in-progress': RecordingStatus.IN_PROGRESS,
  processing: RecordingStatus.IN_PROGRESS,
  completed: RecordingStatus.COMPLETED,
  absent: RecordingStatus.FAILED,
};
const RECORDING_SID = /^RE[0-9a-fA-F]{32}$/;

/** What a callback says about a recording; null: nothing that we know. Twilio, Recordings, "RecordingStatusCallback". */
export function recordingOf(form: Form): RecordingNews | null {
  return newsOf(text(form, 'RecordingSid'), text(form, 'RecordingStatus'), text(form, 'RecordingDuration'));
}

/** Twilio's words about a recording in ours. Seconds are a text; they come when it is complete. */
export function newsOf(sid: string | null, word: string | null, duration: string | null): RecordingNews | null {
  const status = STATUS[word ?? ''];
  if (!status || !sid || !RECORDING_SID.test(sid)) return null;
  return { status, sid, seconds: duration !== null && /^\d{1,9}$/.test(duration) ? Number(duration) : null };
}
