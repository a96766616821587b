import { setMaxListeners } from 'node:events';
import twilio from 'twilio';
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call';
import type { DialOrder, DialOutcome, ProviderAnswer, RecordingNews, SoundOptions, Telephony } from '../telephony';
import { createTwilioClient } from './client';
import type { TwilioCredentials } from './credentials';
import { fetchRecording } from './fetch-recording';
import { progressOf, refusalOf } from './progress';
import { newsOf } from './recording';
import { hookUrl } from './urls';

/** Seconds that a phone rings before Twilio gives up. */
const RING_SECONDS = 60;
/** Twilio: no such resource. */
const NOT_FOUND = 20404;
/** Twilio: the call is over already. */
const NOT_IN_PROGRESS = 21220;
/** A connection that never came about: nothing was sent, so nobody was dialled. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);
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

/** What Twilio answered instead of a call. The SDK has a class for each shape of body; both carry these two. */
function refusalIn(error: unknown): { status: number; code: number | undefined; message: string } | null {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  if (!(error instanceof Error) || typeof status !== 'number') return null;
  return { status, code: typeof code === 'number' ? code : undefined, message: error.message };
}

/** A client error that was not processed. A 408 comes from something between us and Twilio, which may have passed it on. */
function isDefinite(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

/** 4xx is a refusal, and so is what was never sent. All else may have dialled. Twilio, error 20500. */
function outcomeOf(error: unknown): DialOutcome {
  const refusal = refusalIn(error);
  if (refusal && isDefinite(refusal.status)) {
    return { kind: 'refused', reason: refusalOf(refusal.code), message: refusal.message };
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && NEVER_SENT.has(code)) {
    return { kind: 'refused', reason: refusalOf(undefined), message: 'The telephony provider cannot be reached' };
  }
  const how = refusal ? `failed (HTTP ${refusal.status})` : 'did not give a usable answer';
  return { kind: 'unknown', message: `The telephony provider ${how}` };
}

function reportOf(call: CallInstance, source: string): ProviderAnswer {
  const progress = progressOf({
    status: call.status,
    at: call.endTime ?? call.startTime ?? null,
    duration: call.duration === null ? null : Number(call.duration),
    sipResponseCode: null,
    answeredBy: call.answeredBy,
  });
  return progress ? { sid: call.sid, source, progress } : 'unavailable';
}
