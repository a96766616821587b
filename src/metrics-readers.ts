import type { Config } from './config';

/** Who may read the metrics. */
export type MetricsReaders =
  /** Whoever presents the token. */
  | { kind: 'bearer'; token: string }
  /** Who is at this machine. */
  | { kind: 'this-machine' }
  | { kind: 'nobody' };

/**
 * Where phones ring there is a proxy in front, for https, and one that says nothing of whom it speaks for makes the whole internet
 * look like this machine: so metrics need a token there.
 */
export function metricsReaders({ provider, metricsToken }: Pick<Config, 'provider' | 'metricsToken'>): MetricsReaders {
  if (metricsToken !== undefined) return { kind: 'bearer', token: metricsToken };
  return { kind: provider.kind === 'simulated' ? 'this-machine' : 'nobody' };
}
