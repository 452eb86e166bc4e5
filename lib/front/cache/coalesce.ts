import { LRUCache } from "lru-cache";

interface Bucket {
  tokens: number;
  at: number;
  timer: NodeJS.Timeout | null;
}

interface CoalesceOptions {
  /** calls that pass at once after a quiet time */
  burst: number;
  /** then one passes each time, in milliseconds */
  everyMs: number;
}

/** Names whose last calls are remembered. */
const MAX_NAMES = 10_000;

/**
 * Limits how often something is done for one name: a few calls at once, then one each `everyMs`. The last call is never
 * lost, only put off by `everyMs` at most.
 */
export function coalesce(act: (name: string) => void, { burst, everyMs }: CoalesceOptions): (name: string) => void {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_NAMES });
  return (name) => {
    const now = performance.now();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now, timer: null };
    buckets.set(name, bucket);
    if (bucket.timer) return;
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / everyMs);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      act(name);
      return;
    }
    bucket.timer = setTimeout(
      () => {
        Object.assign(bucket, { tokens: 0, at: performance.now(), timer: null });
        act(name);
      },
      Math.ceil((1 - bucket.tokens) * everyMs),
    ).unref();
  };
}
