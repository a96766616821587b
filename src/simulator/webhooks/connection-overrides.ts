const RETRY_POLICIES = ['ct', 'rt', '4xx', '5xx', 'all'] as const;

/** What a failed request must have failed of to be tried again: connecting, reading, or its HTTP status. */
export type RetryPolicy = (typeof RETRY_POLICIES)[number];

/** How a webhook is delivered. Times in real milliseconds: what they bound is real too. */
export interface ConnectionSettings {
  readonly retryCount: number;
  readonly retryPolicies: ReadonlySet<RetryPolicy>;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  /** For all attempts together. */
  readonly totalTimeoutMs: number;
}

/**
 * Reads the settings that the fragment of a webhook's URL overrides, as in `#rc=3&rp=ct,5xx` (Twilio, "Webhooks connection
 * overrides"). What is missing, unknown or out of range keeps its default.
 */
export function connectionSettings(url: string): ConnectionSettings {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  const number = (key: string, least: number, most: number, otherwise: number): number => {
    const text = fragment.get(key) ?? '';
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : otherwise;
  };
  return {
    retryCount: number('rc', 0, 5, 1),
    retryPolicies: retryPolicies(fragment.get('rp')),
    connectTimeoutMs: number('ct', 100, 10_000, 5_000),
    readTimeoutMs: number('rt', 100, 15_000, 15_000),
    totalTimeoutMs: number('tt', 100, 15_000, 15_000),
  };
}

function retryPolicies(text: string | null): ReadonlySet<RetryPolicy> {
  const given = text?.split(',') ?? [];
  const known = RETRY_POLICIES.filter((policy) => given.includes(policy));
  return new Set(known.length > 0 ? known : ['ct']);
}
