import { expect, test } from "vitest";
import { cancelRun, getRun } from "#lib/lab/runs/runs.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { createRun } from "#lib/lab/runs/store.ts";
import { listBuyers, saleSku } from "#lib/lab/sale/buyer.ts";
import { prepareSale } from "#lib/lab/sale/prepare.ts";
import { buyCart } from "#lib/order/checkout/buy.ts";
import { addPendingOrder } from "#lib/order/record.ts";
import { withRedis } from "#lib/redis/client.ts";
import { begin, finish, waitFor } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";

setUpRedis();

/** The keys besides those of stored runs. */
async function listLeftovers(): Promise<string[]> {
  const { keys } = await withRedis((redis) => redis.scan("0", { COUNT: 100_000 }));
  return keys.filter((key) => !/^(\{?run:|runs$)/.test(key)).sort();
}

test("200 shoppers for 50 units: 50 orders, no unit is lost or sold twice, and nothing is left", async () => {
  const { error, result } = await finish({ kind: "sale", shoppers: 200, units: 50 });
  expect(error).toBeNull();
  expect(result).toMatchObject({ ok: true, verified: true, target: 50, achieved: 50, successRate: 1 });
  expect(result?.figures).toMatchObject({ initial: 50, stock: 0, held: 0, sold: 50, placed: 50, refused: 150 });
  expect(await listLeftovers()).toEqual([]);
});

test("with more units than shoppers everybody gets one", async () => {
  const { result } = await finish({ kind: "sale", shoppers: 10, units: 25 });
  expect(result).toMatchObject({ verified: true, target: 10, achieved: 10 });
  expect(result?.figures).toMatchObject({ initial: 25, stock: 15, sold: 10, refused: 0 });
});

test("a cancelled sale leaves nothing behind", async () => {
  const { id } = await begin({ kind: "sale", shoppers: 3000, units: 3000 });
  await waitFor(id, (run) => run.phase.startsWith("filling"));
  expect(await cancelRun(id, 120_000)).toMatchObject({ state: "cancelled" });
  expect(await listLeftovers()).toEqual([]);
});

test("a sale that a crash stopped leaves nothing behind once it is read, finished orders or not", async () => {
  const created = await createRun(runBody.parse({ kind: "sale", shoppers: 3, units: 3 }));
  if (!created.ok) throw new Error("refused");
  const { id } = created.run;
  const buyers = listBuyers(id, 3);
  const [session = null] = await prepareSale(id, 3, buyers);
  const [first, second] = buyers;
  if (!first || !second) throw new Error("no buyers");
  expect(await buyCart(session, first.key, first.body, "127.0.0.1")).toMatchObject({ ok: true });
  await withRedis(async (redis) => {
    const long = Date.now() - 60_000;
    await addPendingOrder(redis, second.order, long);
    await redis.set(`{cart:${second.owner.id}}:checkout`, `${second.order} ${long}`);
    await redis.hSet(`{sku:${saleSku(id)}}:holds`, second.order, "1");
    await redis.del("runs:active");
  });
  expect(await listLeftovers()).not.toEqual([]);
  expect(await getRun(id)).toMatchObject({ state: "failed" });
  expect(await listLeftovers()).toEqual([]);
});

test("a sale over HTTP without a store fails, and says that one is needed", async () => {
  const run = await finish({ kind: "sale", shoppers: 3, units: 1, via: "http", url: "http://localhost:9" });
  expect(run.error).toMatch(/^No store answers at http:\/\/localhost:9.*needs a running store/);
  expect(await listLeftovers()).toEqual([]);
});
