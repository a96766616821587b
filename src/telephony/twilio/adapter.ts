import twilio from 'twilio';
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call';
import type { DialOrder, DialOutcome, ProviderAnswer, Telephony } from '../telephony';
import { createTwilioClient } from './client';
import type { TwilioCredentials } from './credentials';
import { progressOf, refusalOf } from './progress';
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

  constructor(
    credentials: TwilioCredentials,
    private readonly publicUrl: string,
  ) {
    this.client = createTwilioClient(credentials);
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
      return error instanceof twilio.RestException && error.code === NOT_IN_PROGRESS ? this.look(sid) : answerOf(error);
    }
  }

  async look(sid: string): Promise<ProviderAnswer> {
    try {
      return reportOf(await this.client.calls(sid).fetch(), 'twilio:fetch');
    } catch (error) {
      return answerOf(error);
    }
  }
}

function answerOf(error: unknown): ProviderAnswer {
  return error instanceof twilio.RestException && error.code === NOT_FOUND ? 'missing' : 'unavailable';
}

/** 4xx is a refusal, and so is what was never sent. All else may have dialled. Twilio, error 20500. */
function outcomeOf(error: unknown): DialOutcome {
  if (error instanceof twilio.RestException && error.status >= 400 && error.status < 500) {
    return { kind: 'refused', reason: refusalOf(error.code), message: error.message };
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && NEVER_SENT.has(code)) {
    return { kind: 'refused', reason: refusalOf(undefined), message: 'The telephony provider cannot be reached' };
  }
  if (error instanceof twilio.RestException) {
    return { kind: 'unknown', message: `The telephony provider failed (HTTP ${error.status})` };
  }
  return { kind: 'unknown', message: 'The telephony provider did not answer' };
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
