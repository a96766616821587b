import { once } from 'node:events';
import { deliver } from '../webhooks/deliver';
import { rfc2822 } from '../webhooks/rfc2822';
import type { Call } from './call';
import type { Services } from './services';

/** What can be subscribed to with RecordingStatusCallbackEvent. */
export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent'] as const;

export type RecordingEvent = (typeof RECORDING_EVENTS)[number];

/** From the end of a call until its recording can be had, in virtual seconds. */
const PROCESSING_SECONDS = 2;

/** The recording of a whole call. There is no sound in it that anybody made: see `rest/recording-media.ts`. */
export class Recording {
  status: RecordingEvent | 'processing' = 'in-progress';
  isDeleted = false;

  constructor(
    readonly call: Call,
    readonly channels: 1 | 2,
    private readonly baseUrl: string,
  ) {}

  /** The digits are the call's, so that a recording is found without an index of its own. */
  get sid(): string {
    return `RE${this.call.sid.slice(2)}`;
  }

  /** Relative to the host, without `.json`. */
  get path(): string {
    return `/2010-04-01/Accounts/${this.call.account.sid}/Recordings/${this.sid}`;
  }

  get url(): string {
    return `${this.baseUrl}${this.path}`;
  }

  /** Whole seconds; 0 while the call goes on. */
  get durationSeconds(): number {
    return this.call.durationSeconds ?? 0;
  }

  /** What the last status callback says of it. The file may not be ready by then. */
  get summary(): Record<string, string> {
    return { RecordingUrl: this.url, RecordingSid: this.sid, RecordingDuration: String(this.durationSeconds) };
  }
}

/** The call whose recording this is. */
export function callSidOf(recordingSid: string): string {
  return `CA${recordingSid.slice(2)}`;
}

/** Records an answered call to its end, and tells how that goes. */
export async function recordCall(call: Call, services: Services): Promise<void> {
  const wish = call.request.recording;
  if (wish === undefined) return;
  const recording = new Recording(call, wish.channels, services.baseUrl);
  call.recording = recording;
  const tell = async (event: RecordingEvent): Promise<void> => {
    recording.status = event;
    if (!wish.callback?.events.has(event)) return;
    await deliver('recording', { ...wish.callback, fields: fieldsOf(recording, event) }, call, services);
  };
  const began = tell('in-progress');
  if (!call.over.aborted) await once(call.over, 'abort');
  await began;
  if (call.endedAt === undefined) return;
  recording.status = 'processing';
  await call.clock.until(call.endedAt + PROCESSING_SECONDS * 1000, services.closing);
  await tell(recording.durationSeconds > 0 ? 'completed' : 'absent');
}

function fieldsOf(recording: Recording, event: RecordingEvent): Record<string, string> {
  const { call, sid, url, channels, durationSeconds } = recording;
  return {
    AccountSid: call.account.sid,
    CallSid: call.sid,
    RecordingSid: sid,
    RecordingUrl: url,
    RecordingStatus: event,
    ...(event === 'in-progress' ? {} : { RecordingDuration: String(durationSeconds) }),
    RecordingChannels: String(channels),
    RecordingStartTime: rfc2822(call.answeredAt ?? call.createdAt),
    RecordingSource: 'OutboundAPI',
    RecordingTrack: 'both',
  };
}
