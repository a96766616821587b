import { setMaxListeners } from 'node:events';
import twilio from 'twilio';
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call';
import type {
  DialOrder,
  DialOutcome,
  ListedCall,
  ProviderAnswer,
  ProviderReport,
  RecordingNews,
  SoundOptions,
  Telephony,
} from '../telephony';
import { createTwilioClient } from './client';
import type { TwilioCredentials } from './credentials';
import { outcomeOf, refusalIn } from './dial-outcome';
import { fetchRecording } from './fetch-recording';
import { progressOf } from './progress';
import { newsOf } from './recording';
import { hookUrl } from './urls';

/** Seconds that a phone rings before Twilio gives up. */
const RING_SECONDS = 60;
/** Twilio: no such resource. */
const NOT_FOUND = 20404;
/** More calls between two numbers within minutes than anybody makes on purpose. */
const LIST_LIMIT = 50;
/** Twilio: the call is over already. */
const NOT_IN_PROGRESS = 21220;
const CALL_SID = /^CA[0-9a-fA-F]{32}$/;

/** Telephony by Twilio's official SDK. */
export class TwilioTelephony implements Telephony {
  private readonly client: twilio.Twilio;
  private readonly closed = new AbortController();

  constructor(
    private readonly credentials: TwilioCredentials,
    private readonly publicUrl: string,
  ) {
    // Every request under way listens to it, and Node would take that for a leak.
    setMaxListeners(0, this.closed.signal);
    this.client = createTwilioClient(credentials, this.closed.signal);
  }

  async dial(order: DialOrder): Promise<DialOutcome> {
    try {
      const { sid } = await this.client.calls.create({
        to: order.toNumber,
        from: order.fromNumber,
        url: hookUrl(this.publicUrl, order, 'answer'),
        method: 'POST',
        statusCallback: hookUrl(this.publicUrl, order, 'status'),
        statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        statusCallbackMethod: 'POST',
        timeout: RING_SECONDS,
        timeLimit: order.maxDurationSeconds,
        ...detection(this.publicUrl, order),
        ...recording(this.publicUrl, order),
      });
      return CALL_SID.test(sid)
        ? { kind: 'accepted', sid }
        : { kind: 'unknown', message: 'The telephony provider answered without a call id' };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async hangUp(sid: string): Promise<ProviderAnswer> {
    try {
      return reportOf(await this.client.calls(sid).update({ status: 'completed' }), 'twilio:hang-up');
    } catch (error) {
      return refusalIn(error)?.code === NOT_IN_PROGRESS ? this.look(sid) : answerOf(error);
    }
  }

  async findRecording(callSid: string): Promise<RecordingNews | 'missing' | 'unavailable'> {
    try {
      const [recording] = await this.client.calls(callSid).recordings.list({ limit: 1 });
      return recording ? (newsOf(recording.sid, recording.status, recording.duration) ?? 'unavailable') : 'missing';
    } catch (error) {
      return refusalIn(error)?.code === NOT_FOUND ? 'missing' : 'unavailable';
    }
  }

  fetchRecording(sid: string, options: SoundOptions): ReturnType<Telephony['fetchRecording']> {
    return fetchRecording(this.credentials, sid, options);
  }

  async list(
    { fromNumber, toNumber }: { fromNumber: string; toNumber: string },
    since: Date,
  ): Promise<ListedCall[] | 'unavailable'> {
    try {
      const query = { from: fromNumber, to: toNumber, startTimeAfter: since, limit: LIST_LIMIT };
      const calls = await this.client.calls.list(query);
      return calls.filter(({ direction }) => direction === 'outbound-api').map(listed);
    } catch {
      return 'unavailable';
    }
  }

  close(): void {
    this.closed.abort();
  }

  async look(sid: string): Promise<ProviderAnswer> {
    try {
      return reportOf(await this.client.calls(sid).fetch(), 'twilio:fetch');
    } catch (error) {
      return answerOf(error);
    }
  }
}

/** Twilio's words for what is to be found out about who answers. It never holds the call back. Twilio, Calls resource. */
function detection(publicUrl: string, order: DialOrder) {
  if (order.machineDetection === 'off') return {};
  return {
    machineDetection: order.machineDetection === 'at-beep' ? 'DetectMessageEnd' : 'Enable',
    asyncAmd: 'true',
    asyncAmdStatusCallback: hookUrl(publicUrl, order, 'answered-by'),
    asyncAmdStatusCallbackMethod: 'POST',
  };
}

function recording(publicUrl: string, order: DialOrder) {
  if (!order.record) return {};
  return {
    record: true,
    recordingStatusCallback: hookUrl(publicUrl, order, 'recording'),
    recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
    recordingStatusCallbackMethod: 'POST',
  };
}

function answerOf(error: unknown): ProviderAnswer {
  return refusalIn(error)?.code === NOT_FOUND ? 'missing' : 'unavailable';
}

function listed(call: CallInstance): ListedCall {
  return { sid: call.sid, createdAt: call.dateCreated, report: reportOn(call, 'twilio:list') };
}

function reportOf(call: CallInstance, source: string): ProviderAnswer {
  return reportOn(call, source) ?? 'unavailable';
}

function reportOn(call: CallInstance, source: string): ProviderReport | null {
  const progress = progressOf({
    status: call.status,
    at: call.endTime ?? call.startTime ?? null,
    duration: call.duration === null ? null : Number(call.duration),
    sipResponseCode: null,
    answeredBy: call.answeredBy,
  });
  return progress && { sid: call.sid, source, progress };
}
