import { afterEach, expect, test } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { begin, waitFor, waitForEnd } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";

/** A Redis that dies during a run and comes back empty: the worst case for the record of the run. */

let first: LaunchedRedis | undefined;
let second: LaunchedRedis | undefined;

afterEach(async () => {
  await closeRedis();
  await second?.stop();
  await first?.stop();
});

test("a run whose Redis died and came back empty is stored as failed, with the reason", async () => {
  setLongTimeouts({ inChildren: false });
  first = await launchTestRedis();
  process.env.REDIS_URL = first.url;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  const { id } = await begin({ kind: "load", rate: 100, seconds: 60, sessions: 20 });
  await waitFor(id, (run) => run.phase.includes("100/s"));
  first.child.kill("SIGKILL");
  await new Promise((exited) => first?.child.once("exit", exited));
  const socket = first.url.slice("unix://".length);
  second = await launchRedis(first.url, ["--port", "0", "--unixsocket", socket, "--save", ""]);
  const run = await waitForEnd(id);
  expect(run).toMatchObject({ state: "failed", request: { kind: "load", rate: 100 } });
  expect(run.error).toMatch(/Redis was (lost|restarted)/);
});
