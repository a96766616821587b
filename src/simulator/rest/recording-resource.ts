import type { Recording } from '../calls/recording';
import { rfc2822 } from '../webhooks/rfc2822';

/** A recording as the API shows it (Twilio, Recordings resource). */
export function recordingResource(recording: Recording): Record<string, unknown> {
  const { call, sid, path, url, status, channels, durationSeconds } = recording;
  const isDone = status === 'completed' || status === 'absent';
  return {
    sid,
    account_sid: call.account.sid,
    api_version: '2010-04-01',
    call_sid: call.sid,
    conference_sid: null,
    date_created: rfc2822(call.answeredAt ?? call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    start_time: rfc2822(call.answeredAt ?? call.createdAt),
    duration: isDone ? String(durationSeconds) : null,
    price: null,
    price_unit: 'USD',
    status,
    channels,
    source: 'OutboundAPI',
    error_code: null,
    track: 'both',
    encryption_details: null,
    uri: `${path}.json`,
    media_url: url,
    subresource_uris: {
      transcriptions: `${path}/Transcriptions.json`,
      add_on_results: `${path}/AddOnResults.json`,
    },
  };
}

/** All recordings of a call, of which there is one at most, in Twilio's envelope. */
export function recordingList(recordings: readonly Recording[], uri: string): Record<string, unknown> {
  return {
    recordings: recordings.map(recordingResource),
    first_page_uri: uri,
    next_page_uri: null,
    previous_page_uri: null,
    page: 0,
    page_size: 50,
    start: 0,
    end: Math.max(0, recordings.length - 1),
    uri,
  };
}
