import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { config } from "#lib/config.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { setLongTimeouts, setRequestTimeouts } from "./long-timeouts.ts";
import { launchTestNodes, launchTestRedis, type TestNodes } from "./redis-servers.ts";

/**
 * Gives the calling test file its own Redis server, which is emptied before each test, and connects `withRedis` to it,
 * with timeouts that a busy machine does not reach.
 * @param launch starts the server; on one of {@link launchTestCluster} no command may use two slots
 * @returns the server, for tests that stop or freeze it
 */
export function setUpRedis(launch: () => Promise<LaunchedRedis> = launchTestRedis): { server: () => LaunchedRedis } {
  let server: LaunchedRedis | undefined;
  beforeAll(async () => {
    setLongTimeouts();
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
      if (!server) throw new Error("The server exists only while tests run");
      return server;
    },
  };
}

/**
 * Gives the calling test file a cluster of three primaries of its own, and connects `withRedis` to it, with timeouts that
 * a busy machine does not reach. Nothing is emptied between tests. Hooks that need the cluster are registered after this,
 * and hooks that end what uses it run before it stops.
 * @returns the cluster
 */
export function setUpCluster(): { cluster: () => TestNodes } {
  let nodes: TestNodes | undefined;
  beforeAll(async () => {
    setLongTimeouts();
    nodes = await launchTestNodes();
    process.env.REDIS_CLUSTER = nodes.addresses;
    process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  });
  afterAll(async () => {
    await closeRedis();
    await nodes?.stop();
  });
  return {
    cluster: () => {
      if (!nodes) throw new Error("The cluster exists only while tests run");
      return nodes;
    },
  };
}

const SHAPES = {
  "one server": async () => {
    const server = await launchTestRedis();
    return { server, variables: { REDIS_URL: server.url } };
  },
  "a cluster of three": async () => {
    const nodes = await launchTestNodes();
    return { server: nodes, variables: { REDIS_CLUSTER: nodes.addresses } };
  },
};

/** Defines tests that run on one server and on a cluster of three primaries, which are emptied before each test. */
export function describeOnShapes(define: () => void): void {
  describe.each(Object.entries(SHAPES))("on %s", (_, launch) => {
    let stop = async () => {};
    beforeAll(async () => {
      setLongTimeouts();
      process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
      const { server, variables } = await launch();
      stop = () => server.stop();
      Object.assign(config(), { REDIS_URL: undefined, REDIS_CLUSTER: undefined }, variables);
    });
    beforeEach(() =>
      withRedis(async (redis) => Promise.all((await listPrimaries(redis)).map((node) => node.flushAll()))),
    );
    afterAll(async () => {
      await closeRedis();
      await stop();
    });
    define();
  });
}

/** Runs the part of a test that is about an outage, with the timeouts of a request and a new connection. */
export async function withRequestTimeouts<T>(work: () => Promise<T>): Promise<T> {
  await closeRedis();
  setRequestTimeouts();
  try {
    await retryWhileAway(() => withRedis((redis) => redis.ping()), { everyMs: 50, forMs: 60_000 });
    return await work();
  } finally {
    setLongTimeouts();
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
