import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpCluster } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import type { Run } from "./run.ts";
import { getRun } from "./runs.ts";
import { runBody } from "./schema.ts";
import { createRun, finishRun } from "./store.ts";

/** How a run ends whose hash and whose lease are on different nodes of a cluster. */

const { cluster } = setUpCluster();

/** The URL of the node that holds a key. */
async function nodeOf(key: string): Promise<string> {
  for (const { url } of cluster().nodes) {
    const held = await sendToRedis(url, "EXISTS", key).catch(() => 0);
    if (held === 1) return url;
  }
  throw new Error(`No node holds ${key}`);
}

/** Starts a run whose hash is not on the node of the lease; no process does its work. */
async function startRun(): Promise<{ run: Run; runNode: string; leaseNode: string }> {
  for (;;) {
    const created = await createRun(runBody.parse({ kind: "browse", views: 5 }));
    if (!created.ok) throw new Error(`Busy with ${created.active}`);
    const [runNode, leaseNode] = [await nodeOf(keys.run(created.run.id)), await nodeOf(keys.activeRun)];
    if (runNode !== leaseNode) return { run: created.run, runNode, leaseNode };
    await finishRun(created.run, { state: "failed", error: "on the same node" });
  }
}

const pauseWrites = (url: string) => sendToRedis(url, "CLIENT", "PAUSE", "100000", "WRITE");
const allowWrites = (url: string) => sendToRedis(url, "CLIENT", "UNPAUSE");
const isBlocking = async (url: string) =>
  /blocked_clients:[1-9]/.test(String(await sendToRedis(url, "INFO", "clients")));

test("a run that ends well while somebody finds it without a lease stays as it ended", async () => {
  const { run, runNode, leaseNode } = await startRun();
  await sendToRedis(leaseNode, "DEL", keys.activeRun);
  await pauseWrites(leaseNode);
  const read = getRun(run.id);
  await until(() => isBlocking(leaseNode));
  await sendToRedis(runNode, "HSET", keys.run(run.id), "state", "cancelled");
  await allowWrites(leaseNode);
  expect(await read).toMatchObject({ state: "cancelled", error: null });
  expect(await withRedis((redis) => redis.exists(keys.activeRun))).toBe(0);
});

test("the lease is released after the outcome is stored", async () => {
  const { run, runNode } = await startRun();
  await pauseWrites(runNode);
  const finished = finishRun(run, { state: "cancelled", result: null, histogram: null });
  await until(() => isBlocking(runNode));
  expect(await withRedis((redis) => redis.get(keys.activeRun))).toBe(run.id);
  await allowWrites(runNode);
  await finished;
  expect(await withRedis((redis) => redis.exists(keys.activeRun))).toBe(0);
});

test("the next run starts although the one that ended has not released its lease yet", async () => {
  const { run, leaseNode } = await startRun();
  await finishRun(run, { state: "cancelled", result: null, histogram: null });
  await sendToRedis(leaseNode, "SET", keys.activeRun, run.id);
  const next = await createRun(runBody.parse({ kind: "browse", views: 5 }));
  expect(next).toMatchObject({ ok: true });
  const refused = await createRun(runBody.parse({ kind: "browse", views: 5 }));
  expect(refused).toEqual({ ok: false, active: next.ok ? next.run.id : "" });
  if (next.ok) await finishRun(next.run, { state: "cancelled", result: null, histogram: null });
});
