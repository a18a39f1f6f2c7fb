import { AppError, type Clock } from "@causeway/kernel";
import type { RateLimit } from "./route.ts";

export interface RateLimiter {
  /** Counts one request of `key`: 0 when it may pass, otherwise the seconds to wait. */
  take(key: string): number;
}

/** Carries the time to wait to the place that writes `Retry-After`. */
export class RateLimited extends AppError {
  readonly waitSeconds: number;

  constructor(waitSeconds: number) {
    super("rate-limited", {
      zh: `请求过于频繁，请在 ${waitSeconds} 秒后重试`,
      en: `Too many requests; try again in ${waitSeconds} s`,
    });
    this.waitSeconds = waitSeconds;
  }
}

/** Beyond this many senders at once, those that have been quiet are forgotten early. */
const maxKeys = 100_000;

/**
 * Token bucket: each key holds up to `max` tokens, refilled evenly over the window, so a burst is bounded
 * without the doubled rate that fixed windows allow at their edges.
 */
export function createRateLimiter({ max, windowSeconds }: RateLimit, clock: Clock): RateLimiter {
  const perMs = max / (windowSeconds * 1000);
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(key) {
      const nowMs = clock().getTime();
      const known = buckets.get(key);
      // A clock that was set back must not lock everybody out until it has caught up.
      const passedMs = known ? Math.max(0, nowMs - known.atMs) : 0;
      const tokens = known ? Math.min(max, known.tokens + passedMs * perMs) : max;
      // Re-inserting keeps the map ordered by last use, so that the oldest go first.
      buckets.delete(key);
      if (buckets.size >= maxKeys) {
        const oldest = buckets.keys().next();
        if (!oldest.done) buckets.delete(oldest.value);
      }
      const passes = tokens >= 1;
      buckets.set(key, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
      return passes ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
    },
  };
}
