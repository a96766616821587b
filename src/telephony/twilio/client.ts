import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient';
import type { TwilioCredentials } from './credentials';

/** A request to the provider that takes longer has an unknown outcome. `rest-v1.md`, POST /calls. */
const TIMEOUT_MS = 10_000;

/** The SDK's HTTP client with every request sent to another host: the SDK has no option for that. */
class RebasedClient extends RequestClient {
  constructor(
    private readonly baseUrl: string,
    options: RequestClient.RequestClientOptions,
  ) {
    super(options);
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<TData>({ ...options, uri: new URL(pathname + search, this.baseUrl).href });
  }
}

/**
 * The official SDK. Its `autoRetry` repeats 429 and nothing else, which is the one answer that is safe to repeat: such a
 * request was never processed. Twilio, error 20429.
 * @param signal breaks off all requests when it is aborted
 */
export function createTwilioClient(
  { accountSid, authToken, baseUrl }: TwilioCredentials,
  signal?: AbortSignal,
): twilio.Twilio {
  const options = { timeout: TIMEOUT_MS, autoRetry: true, maxRetries: 3, keepAlive: true };
  const httpClient = baseUrl ? new RebasedClient(baseUrl, options) : new RequestClient(options);
  if (signal) httpClient.axios.defaults.signal = signal;
  return twilio(accountSid, authToken, { httpClient });
}
