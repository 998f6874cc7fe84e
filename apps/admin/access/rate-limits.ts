import { messageOf } from '@gatekeeper/runtime';
import type { Log } from '@gatekeeper/runtime';
import type { RedisConnection } from '@gatekeeper/status-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { AccessSettings } from './access-settings';

/** `sign_in` and `public` count addresses, `user` counts users. */
export type LimitedBy = 'sign_in' | 'public' | 'user';

export type Limits = Pick<AccessSettings, 'rateLimitSignIn' | 'rateLimitUser' | 'rateLimitPublic'>;

/** What a limit leaves to whoever was just counted. */
export interface RequestsLeft {
  /** Requests a minute. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the count begins anew. */
  readonly resetSeconds: number;
  /** How long to wait; `null`: the request may go on. */
  readonly waitSeconds: number | null;
}

const PER_SECONDS = 60;

function leftAfter(counted: RateLimiterRes, limit: number, request: 'goes_on' | 'waits'): RequestsLeft {
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return {
    limit,
    remaining: Math.max(0, counted.remainingPoints),
    resetSeconds,
    waitSeconds: request === 'waits' ? resetSeconds : null,
  };
}

/**
 * How often one address or user may ask: counted in Redis for all processes together; in this process alone while Redis
 * is away, because a limit that falls away with a server can be made to.
 */
export class RateLimits {
  private readonly limiters: Readonly<Record<LimitedBy, RateLimiterAbstract>>;

  /** @param prefix keeps installations on one Redis apart. */
  constructor(
    limits: Limits,
    redis: RedisConnection | null,
    prefix: string,
    private readonly log: Log,
  ) {
    const limiter = (by: LimitedBy, points: number): RateLimiterAbstract => {
      const options = { keyPrefix: `${prefix}rate:${by}`, points, duration: PER_SECONDS };
      const here = new RateLimiterMemory(options);
      return redis === null
        ? here
        : new RateLimiterRedis({
            ...options,
            storeClient: redis,
            insuranceLimiter: here,
            rejectIfRedisNotReady: true,
          });
    };
    this.limiters = {
      sign_in: limiter('sign_in', limits.rateLimitSignIn),
      public: limiter('public', limits.rateLimitPublic),
      user: limiter('user', limits.rateLimitUser),
    };
  }

  /** Counts one request, and tells how many more there may be. */
  async count(by: LimitedBy, key: string): Promise<RequestsLeft> {
    const limiter = this.limiters[by];
    try {
      return leftAfter(await limiter.consume(key), limiter.points, 'goes_on');
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return leftAfter(refusal, limiter.points, 'waits');
      // The limiter of this process has no server to lose; were it to fail, the request waits for nothing.
      this.log.error({ err: refusal }, `a request could not be counted: ${messageOf(refusal)}`);
      throw refusal;
    }
  }
}

/** Nest's token for `RateLimits`. */
export const RATE_LIMITS = Symbol('rate limits');
