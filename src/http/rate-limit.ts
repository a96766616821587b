import type { Context } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Viewer } from '../context';
import { AppError } from '../errors';
import { AddressWindows } from './address-windows';

/** Where it is written what is left. */
type Answer = Pick<Context, 'set'>;

/** For what has no headers. */
export const NO_HEADERS: Answer = { set: () => undefined };

const WINDOW_SECONDS = 60;
const NAME = 'requestsPerMinute';
/** Requests without a key that an address may make a minute: for tools that read the schema. */
const KEYLESS_QUOTA = 120;
const KEYLESS_ADDRESSES = 10_000;

/** Counts the requests of each key, and of each address that has none, in this process. */
export class RequestLimiter {
  private readonly limiters = new Map<number, RateLimiterMemory>();
  private readonly keyless = new AddressWindows(WINDOW_SECONDS * 1000, KEYLESS_ADDRESSES);

  /**
   * Counts one request and writes what is left on the answer. IETF draft-ietf-httpapi-ratelimit-headers.
   * @throws AppError RATE_LIMITED when the key has used up its minute
   */
  async count(ctx: Answer, { keyId, requestsPerMinute: quota }: Viewer): Promise<void> {
    const result = await this.consume(keyId, quota);
    tell(ctx, 'This key may make', quota, { count: result.consumedPoints, msBeforeNext: result.msBeforeNext });
  }

  /**
   * Counts one request without a key by the address of the connection: what a client says of itself is not believed.
   * @throws AppError RATE_LIMITED when the address has used up its minute
   */
  countKeyless(ctx: Context): void {
    tell(ctx, 'Without a key one may make', KEYLESS_QUOTA, this.keyless.add(ctx.req.socket.remoteAddress ?? ''));
  }

  private async consume(keyId: string, quota: number): Promise<RateLimiterRes> {
    try {
      return await this.limiterOf(quota).consume(keyId);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    }
  }

  private limiterOf(quota: number): RateLimiterMemory {
    const known = this.limiters.get(quota);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: quota, duration: WINDOW_SECONDS });
    this.limiters.set(quota, limiter);
    return limiter;
  }
}

/** Writes what is left of a quota on the answer, and refuses a request beyond it. */
function tell(ctx: Answer, who: string, quota: number, used: { count: number; msBeforeNext: number }): void {
  const remaining = Math.max(0, quota - used.count);
  const resetSeconds = Math.max(1, Math.ceil(used.msBeforeNext / 1000));
  ctx.set('RateLimit-Policy', `"${NAME}";q=${quota};w=${WINDOW_SECONDS}`);
  ctx.set('RateLimit', `"${NAME}";r=${remaining};t=${resetSeconds}`);
  if (used.count <= quota) return;
  throw new AppError('RATE_LIMITED', `${who} ${quota} requests a minute. Try again in ${resetSeconds} s.`, {
    retryAfterSeconds: resetSeconds,
    limit: { name: NAME, quota },
  });
}
