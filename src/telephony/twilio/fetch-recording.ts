import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { RecordedSound, SoundOptions } from '../telephony';
import type { TwilioCredentials } from './credentials';

const API = 'https://api.twilio.com';
/** Until the sound begins to come, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Fetches the sound of a recording. The SDK knows the record only, not the media. Twilio, Recordings, "Fetch a recording's media file". */
export async function fetchRecording(
  { accountSid, authToken, baseUrl = API }: TwilioCredentials,
  recordingSid: string,
  { range, signal }: SoundOptions,
): Promise<RecordedSound | 'missing' | 'beyond' | 'unavailable'> {
  const url = `${baseUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT_MS);
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  try {
    const response = await fetch(url, {
      headers: { authorization, 'accept-encoding': 'identity', ...(range && { range }) },
      signal: AbortSignal.any([signal, late.signal]),
    });
    return (await soundOf(response)) ?? REFUSALS[response.status] ?? 'unavailable';
  } catch {
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}

const REFUSALS: Readonly<Record<number, 'missing' | 'beyond'>> = { 404: 'missing', 410: 'missing', 416: 'beyond' };

async function soundOf({ status, headers, body }: Response): Promise<RecordedSound | null> {
  if (!body || (status !== 200 && status !== 206)) {
    await body?.cancel();
    return null;
  }
  const length = headers.get('content-length') ?? '';
  const type = headers.get('content-type') ?? '';
  return {
    type: type.startsWith('audio/') ? type : 'audio/x-wav',
    length: /^\d+$/.test(length) ? Number(length) : null,
    range: status === 206 ? headers.get('content-range') : null,
    seekable: headers.get('accept-ranges') === 'bytes' || status === 206,
    body: Readable.fromWeb(body as ReadableStream),
  };
}
