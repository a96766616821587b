import type { CallRequest, StatusSubscription } from '../calls/call-request';
import { isProgressEvent, type ProgressEvent } from '../calls/call-status';
import type { Log } from '../log';
import type { DocumentSource } from '../twiml/document';
import { readMachineDetection } from './machine-detection-parameters';
import { readUrl, wholeNumber } from './read-parameter';
import { readRecording } from './recording-parameters';
import { TwilioError } from './twilio-error';

const E164 = /^\+[1-9]\d{6,14}$/;
/** A valid number of nobody's: Twilio's test credentials refuse it as a caller. */
const INVALID_FROM = '+15005550001';
const TWIML_LIMIT = 4000;
const DEFAULT_TIMEOUT_SECONDS = 60;
const MOST_TIMEOUT_SECONDS = 600;
const DEFAULT_TIME_LIMIT_SECONDS = 4 * 60 * 60;

/** Reads the form of a create (Twilio, Calls resource, "Create a Call"). Throws Twilio's error for what is wrong first. */
export function readCreateParameters(form: URLSearchParams, log: Log): CallRequest {
  const to = form.get('To') ?? '';
  const from = form.get('From') ?? '';
  if (to === '') throw new TwilioError(21201);
  if (from === '') throw new TwilioError(21213);
  if (!E164.test(to)) throw new TwilioError(21211, to);
  if (!E164.test(from) || from === INVALID_FROM) throw new TwilioError(21212, from);
  return {
    to,
    from,
    document: readDocument(form),
    fallback: readUrl(form, 'FallbackUrl', 'FallbackMethod'),
    statusCallback: readStatusCallback(form, log),
    timeoutSeconds: readTimeout(form.get('Timeout')),
    timeLimitSeconds: readTimeLimit(form.get('TimeLimit')),
    machineDetection: readMachineDetection(form, log),
    recording: readRecording(form, log),
  };
}

function readDocument(form: URLSearchParams): DocumentSource {
  const request = readUrl(form, 'Url', 'Method');
  if (request !== undefined) return request;
  const applicationSid = form.get('ApplicationSid');
  if (applicationSid) throw new TwilioError(21218, applicationSid);
  const twiml = form.get('Twiml') ?? '';
  if (twiml === '') throw new TwilioError(21205);
  if (twiml.length > TWIML_LIMIT) throw new TwilioError(20001, `Twiml is longer than ${TWIML_LIMIT} characters`);
  return { twiml };
}

function readStatusCallback(form: URLSearchParams, log: Log): StatusSubscription | undefined {
  const request = readUrl(form, 'StatusCallback', 'StatusCallbackMethod');
  return request && { ...request, events: readEvents(form.getAll('StatusCallbackEvent'), log) };
}

/** One event a value: a value that names several names none, and is passed over with a warning (21626). */
function readEvents(values: readonly string[], log: Log): ReadonlySet<ProgressEvent> {
  if (values.length === 0) return new Set(['completed']);
  const unknown = values.filter((value) => !isProgressEvent(value));
  if (unknown.length > 0) {
    log(`StatusCallbackEvent '${unknown.join("', '")}' is no event (21626): repeat the parameter, one event each`);
  }
  return new Set(values.filter(isProgressEvent));
}

function readTimeout(text: string | null): number {
  if (!text) return DEFAULT_TIMEOUT_SECONDS;
  const seconds = wholeNumber(text);
  if (seconds === undefined || seconds > MOST_TIMEOUT_SECONDS) throw new TwilioError(21208, text);
  return seconds;
}

function readTimeLimit(text: string | null): number {
  if (!text) return DEFAULT_TIME_LIMIT_SECONDS;
  const seconds = wholeNumber(text);
  if (seconds === undefined) throw new TwilioError(20001, `TimeLimit ${text}`);
  return seconds;
}
