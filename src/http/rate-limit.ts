import type { Context } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Viewer } from '../context';
import { AppError } from '../errors';

const WINDOW_SECONDS = 60;
const NAME = 'requestsPerMinute';

/** Counts the requests of each key in this process. */
export class RequestLimiter {
  private readonly limiters = new Map<number, RateLimiterMemory>();

  /**
   * Counts one request and writes what is left on the answer. IETF draft-ietf-httpapi-ratelimit-headers.
   * @throws AppError RATE_LIMITED when the key has used up its minute
   */
  async count(ctx: Context, { keyId, requestsPerMinute: quota }: Viewer): Promise<void> {
    const result = await this.consume(keyId, quota);
    const remaining = Math.max(0, quota - result.consumedPoints);
    const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    ctx.set('RateLimit-Policy', `"${NAME}";q=${quota};w=${WINDOW_SECONDS}`);
    ctx.set('RateLimit', `"${NAME}";r=${remaining};t=${resetSeconds}`);
    if (result.consumedPoints <= quota) return;
    const message = `This key may make ${quota} requests a minute. Try again in ${resetSeconds} s.`;
    throw new AppError('RATE_LIMITED', message, {
      retryAfterSeconds: resetSeconds,
      limit: { name: NAME, quota },
    });
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
