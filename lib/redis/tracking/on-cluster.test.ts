import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { setUpHeardWrites } from "#test/servers/heard-writes.ts";
import { setUpCluster } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

const { cluster } = setUpCluster();
const send = (node: number, ...command: string[]) => sendToRedis(cluster().nodes[node]?.url ?? "", ...command);

const follow = setUpHeardWrites();
/** A key with the prefix in the slots of each node: they are thirds of all, in order. */
const KEYS = ["a:3", "a:1", "a:0"] as const;
const onEachNode = (...command: string[]) => Promise.all(KEYS.map((key, i) => send(i, ...command, key, "1")));

async function trackersOf(node: number): Promise<string[]> {
  const list = String(await send(node, "CLIENT", "LIST"));
  return [...list.matchAll(/id=(\d+) .* flags=\S*B\S*/g)].map(([, id = ""]) => id);
}

test("every primary reports what is written to it, once", async () => {
  const heard = follow();
  await until(() => heard.includes("ready"));
  await onEachNode("SET");
  await send(0, "SET", "b:3", "1").catch(() => {});
  await until(() => KEYS.every((key) => heard.includes(key)));
  expect(heard.toSorted()).toEqual([...KEYS, "ready"].toSorted());
});

test("reports are interrupted while one primary does not report", async () => {
  const heard = follow();
  await until(() => heard.includes("ready"));
  const [id = ""] = await trackersOf(1);
  await send(1, "CLIENT", "KILL", "ID", id);
  await until(() => heard.length === 3);
  expect(heard).toEqual(["ready", "lost", "ready"]);
  await onEachNode("SET");
  await until(() => KEYS.every((key) => heard.includes(key)));
});

test("a user who may not ask for reports is told so, once", async () => {
  for (const node of [0, 1, 2]) await send(node, "ACL", "SETUSER", "default", "-client|tracking");
  try {
    const heard = follow();
    await until(() => heard.length > 0);
    await until(async () => (await Promise.all([0, 1, 2].map(trackersOf))).flat().length === 0);
    expect(heard).toEqual(["lost for good"]);
  } finally {
    for (const node of [0, 1, 2]) await send(node, "ACL", "SETUSER", "default", "+client|tracking");
  }
});

test("a node that others give slots to is followed, though no command of this process is sent there", async () => {
  const last = ["10922", "16383"];
  const give = async (to: number) => {
    for (const node of [0, 1, 2]) await send(node, "FLUSHALL");
    // Until a node has heard that nobody has them any more, it refuses them as taken.
    await until(async () => {
      for (const node of [0, 1, 2]) await send(node, "CLUSTER", "DELSLOTSRANGE", ...last).catch(() => {});
      return (await send(to, "CLUSTER", "ADDSLOTSRANGE", ...last).catch(() => null)) === "OK";
    });
    for (const node of [0, 1, 2])
      await until(async () => String(await send(node, "CLUSTER", "INFO")).includes("cluster_slots_ok:16384"));
  };
  await give(1);
  const heard = follow();
  await until(() => heard.includes("ready"));
  await until(async () => (await withRedis(listPrimaries)).length === 2);
  await give(2);
  await until(() => heard.filter((what) => what === "ready").length > 1);
  await until(async () => (await trackersOf(2)).length === 1);
  await onEachNode("SET");
  await until(() => KEYS.every((key) => heard.includes(key)));
});
