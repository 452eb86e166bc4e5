import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerUser } from "#lib/account/register.ts";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { findMissingPermissions } from "#lib/redis/server/permissions.ts";
import { probeWrites } from "#lib/redis/writable.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { recordFault } from "#test/faults/result.ts";
import { startTally } from "#test/faults/tools/tally.ts";
import { type ApiReply, setUpApi } from "#test/servers/api.ts";
import { setUpCluster, withRequestTimeouts } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** A cluster whose slots are moved from node to node while the store works on them. */

const { cluster } = setUpCluster();
beforeAll(async () => {
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "1.00", stock: "9" }));
});
afterAll(closePasswordPool);
const makeClient = setUpApi();

const send = (url: string, ...command: string[]) => sendToRedis(url, ...command);
const urlOf = (i: number) => cluster().nodes[i]?.url ?? "";

/** Begins to move the slot of a key. @returns functions that move keys of it, and that end the move */
async function beginMove(key: string) {
  const slot = String(await send(urlOf(0), "CLUSTER", "KEYSLOT", key));
  const from = Math.min(2, Math.floor((Number(slot) * 3) / 16_384));
  const [source, target] = [urlOf(from), urlOf((from + 1) % 3)];
  const [sourceId, targetId] = await Promise.all(
    [source, target].map(async (url) => String(await send(url, "CLUSTER", "MYID"))),
  );
  await send(target, "CLUSTER", "SETSLOT", slot, "IMPORTING", String(sourceId));
  await send(source, "CLUSTER", "SETSLOT", slot, "MIGRATING", String(targetId));
  const { hostname, port } = new URL(target);
  return {
    move: (moved: string) => send(source, "MIGRATE", hostname, port, moved, "0", "5000"),
    async end() {
      const left = (await send(source, "CLUSTER", "GETKEYSINSLOT", slot, "100")) as string[];
      for (const moved of left) await send(source, "MIGRATE", hostname, port, moved, "0", "5000");
      for (const url of [target, source, ...cluster().nodes.map((node) => node.url)])
        await send(url, "CLUSTER", "SETSLOT", slot, "NODE", String(targetId));
    },
  };
}

test("G5: a cart one of whose keys has been moved is changed as soon as the others are, and never 500", async (context) => {
  const tally = startTally();
  const shopper = tally.watch(makeClient());
  await withRequestTimeouts(async () => {
    await shopper.call("POST", "/api/visits", { page: "/" });
    expect(await shopper.call("POST", "/api/cart/items", { sku: "lamp", quantity: 1 })).toMatchObject({ status: 200 });
    const owner = await findCart();
    // A companion, so that the script finds one of its keys here and one there.
    await withRedis((redis) => redis.hSet(keys.cartLeftOut(owner.slice("cart:".length)), "lamp", "1"));
    const { move, end } = await beginMove(owner);
    await move(owner);
    const during: Promise<ApiReply>[] = [];
    for (let i = 2; i < 6; i++) during.push(shopper.call("PATCH", "/api/cart/items/lamp", { quantity: i }));
    await sleep(100);
    await end();
    tally.end();
    for (const { status, body } of await Promise.all(during))
      expect([200, 503], JSON.stringify(body)).toContain(status);
    await until(async () => (await shopper.call("PATCH", "/api/cart/items/lamp", { quantity: 7 })).status === 200);
    expect(await shopper.call("GET", "/api/cart")).toMatchObject({ status: 200, body: { totalItems: 7 } });
    tally.recovered();
  });
  recordFault(context, { fault: "a slot is moved, 3 nodes", times: 1, ...tally.row(), lost: { carts: 0 } });
});

test("G5: a slot that stays half moved gives 503 within 2 s, never 500", async (context) => {
  const tally = startTally();
  await withRequestTimeouts(async () => {
    const owner = { id: "55", guest: false };
    await setCartLine(owner, "lamp", 1);
    await withRedis((redis) => redis.hSet(keys.cartLeftOut("55"), "lamp", "1"));
    const { move, end } = await beginMove(keys.cart("55"));
    await move(keys.cart("55"));
    const change = setCartLine(owner, "lamp", 3);
    const attempted = tally.attempt(() => change);
    await expect(change).rejects.toMatchObject({ name: "RedisUnavailableError", trouble: "away" });
    expect(await attempted).toBe(false);
    // Reading needs no script.
    expect(await getCart(owner)).toMatchObject({ totalItems: 1 });
    await end();
    tally.end();
    await until(async () => (await setCartLine(owner, "lamp", 3)).ok);
    tally.recovered();
  });
  recordFault(context, { fault: "a slot stays half moved, 3 nodes", times: 1, ...tally.row(), lost: { carts: 0 } });
});

test("G2: on three nodes, an id whose counter was lost with its node is not given again", async () => {
  const account = { email: "a@example.com", password: "correct horse battery" };
  for (const username of ["alice", "bob.b", "carol"]) await registerUser({ ...account, username });
  await withRedis((redis) => redis.del(keys.userIds));
  const dave = await registerUser({ ...account, username: "dave" });
  expect(Number(dave.ok && dave.user.id)).toBeGreaterThan(3);
});

test("G1, G3: on three nodes rights are asked of each, and one node without memory makes the store read-only", async (context) => {
  expect(await withRedis(findMissingPermissions)).toEqual([]);
  expect(await withRedis(probeWrites)).toBeNull();
  await send(urlOf(2), "CONFIG", "SET", "maxmemory", "1");
  expect(await withRedis(probeWrites)).toBe("OOM");
  await send(urlOf(2), "CONFIG", "SET", "maxmemory", "0");
  recordFault(context, { fault: "one of 3 nodes out of memory", times: 1 });
  await send(urlOf(1), "ACL", "SETUSER", "default", "resetchannels");
  expect(await withRedis(findMissingPermissions)).toEqual(["the channel skus:changed"]);
  await send(urlOf(1), "ACL", "SETUSER", "default", "allchannels");
});

async function findCart(): Promise<string> {
  for (const { url } of cluster().nodes) {
    const [found] = (await send(url, "KEYS", "cart:*")) as string[];
    if (found) return found;
  }
  throw new Error("There is no cart");
}
