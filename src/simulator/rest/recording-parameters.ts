import type { RecordingWish } from '../calls/call-request';
import { RECORDING_EVENTS, type RecordingEvent } from '../calls/recording';
import type { Log } from '../log';
import { readFlag, readUrl } from './read-parameter';
import { TwilioError } from './twilio-error';

/** Reads what a create says about recording. Throws 20001. */
export function readRecording(form: URLSearchParams, log: Log): RecordingWish | undefined {
  if (!readFlag(form, 'Record')) return undefined;
  const channels = form.get('RecordingChannels') || 'mono';
  if (channels !== 'mono' && channels !== 'dual') throw new TwilioError(20001, `RecordingChannels ${channels}`);
  const callback = readUrl(form, 'RecordingStatusCallback', 'RecordingStatusCallbackMethod');
  return {
    channels: channels === 'dual' ? 2 : 1,
    callback: callback && { ...callback, events: readEvents(form.getAll('RecordingStatusCallbackEvent'), log) },
  };
}

function readEvents(values: readonly string[], log: Log): ReadonlySet<RecordingEvent> {
  if (values.length === 0) return new Set(['completed']);
  const unknown = values.filter((value) => !isRecordingEvent(value));
  if (unknown.length > 0) log(`RecordingStatusCallbackEvent '${unknown.join("', '")}' is no event`);
  return new Set(values.filter(isRecordingEvent));
}

function isRecordingEvent(value: string): value is RecordingEvent {
  return (RECORDING_EVENTS as readonly string[]).includes(value);
}
