import { retryWhileAway } from "#lib/redis/tasks/retry.ts";

/** Does work with Redis for an import, and does it again for up to 20 s while Redis is away. @throws RedisUnavailableError */
export const waitForRedis = <T>(work: () => Promise<T>) => retryWhileAway(work, { everyMs: 500, forMs: 20_000 });
