import type { MachineDetection } from '../calls/call-request';
import type { Log } from '../log';
import { readFlag, readUrl, wholeNumber } from './read-parameter';
import { TwilioError } from './twilio-error';

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_SILENCE_MS = 5000;

/**
 * Reads what a create says about answering machines. Only asynchronous detection is simulated: while Twilio holds a call
 * for the other kind, people hang up. Throws 20001.
 */
export function readMachineDetection(form: URLSearchParams, log: Log): MachineDetection | undefined {
  const mode = form.get('MachineDetection') ?? '';
  if (mode === '') return undefined;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') throw new TwilioError(20001, `MachineDetection ${mode}`);
  if (form.get('SendDigits')) {
    log('MachineDetection is passed over, as Twilio does when SendDigits is given');
    return undefined;
  }
  if (!readFlag(form, 'AsyncAmd')) {
    log('MachineDetection without AsyncAmd=true holds the call until there is a verdict, which is not simulated');
    throw new TwilioError(20001, 'MachineDetection without AsyncAmd=true is not simulated');
  }
  const callback = readUrl(form, 'AsyncAmdStatusCallback', 'AsyncAmdStatusCallbackMethod');
  if (callback === undefined) log('AsyncAmd without AsyncAmdStatusCallback (21262): only the resource will tell');
  return {
    mode,
    timeoutSeconds: readNumber(form, 'MachineDetectionTimeout', DEFAULT_TIMEOUT_SECONDS),
    silenceSeconds: readNumber(form, 'MachineDetectionSilenceTimeout', DEFAULT_SILENCE_MS) / 1000,
    callback,
  };
}

function readNumber(form: URLSearchParams, name: string, otherwise: number): number {
  const text = form.get(name);
  if (!text) return otherwise;
  const value = wholeNumber(text);
  if (value === undefined) throw new TwilioError(20001, `${name} ${text}`);
  return value;
}
