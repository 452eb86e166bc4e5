import { afterAll, beforeAll, beforeEach } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import type { LaunchedRedis } from "#lib/redis/launch.ts";
import { timeouts } from "#lib/redis/timeouts.ts";
import { retryWhileAway } from "#lib/redis/work/retry.ts";
import { launchTestRedis } from "./redis-servers.ts";

const REQUEST_TIMEOUTS = { ...timeouts };
/** Only a hang reaches these: on a busy machine a process may get no turn for seconds. */
const LONG_TIMEOUTS = { deadlineMs: 120_000, silenceMs: 120_000, socketMs: 120_000 };

/**
 * Gives the test file that calls it a Redis server of its own, empty before each test, and points `withRedis` at it,
 * with timeouts that a busy machine does not reach.
 * @param launch what makes the server: with {@link launchTestCluster} nothing may touch two slots at once
 * @returns the server, for tests that stop or freeze it
 */
export function setUpRedis(launch: () => Promise<LaunchedRedis> = launchTestRedis): { server: () => LaunchedRedis } {
  let server: LaunchedRedis | undefined;
  beforeAll(async () => {
    Object.assign(timeouts, LONG_TIMEOUTS);
    server = await launch();
    process.env.REDIS_URL = server.url;
    process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  });
  beforeEach(async () => {
    await retryWhileAway(() => withRedis((redis) => redis.flushAll()), { everyMs: 100, forMs: 60_000 });
  });
  afterAll(async () => {
    await closeRedis();
    await server?.stop();
  });
  return {
    server: () => {
      if (!server) throw new Error("The server is there only while tests run");
      return server;
    },
  };
}

/** Runs the part of a test that is about an outage, with the timeouts of a request and a connection of its own. */
export async function withRequestTimeouts<T>(work: () => Promise<T>): Promise<T> {
  await closeRedis();
  Object.assign(timeouts, REQUEST_TIMEOUTS);
  try {
    await retryWhileAway(() => withRedis((redis) => redis.ping()), { everyMs: 50, forMs: 60_000 });
    return await work();
  } finally {
    Object.assign(timeouts, LONG_TIMEOUTS);
    await closeRedis();
  }
}

/** Runs work while a server is frozen. */
export async function whileFrozen<T>({ child }: LaunchedRedis, work: () => Promise<T>): Promise<T> {
  child.kill("SIGSTOP");
  try {
    return await work();
  } finally {
    child.kill("SIGCONT");
  }
}
