import { expect, test } from "vitest";
import { checkDiscount } from "#lib/discount/hold.ts";
import { createDiscountBody } from "#lib/discount/schema.ts";
import { createDiscount } from "#lib/discount/store.ts";
import { identifyShopper, shopperOf } from "#lib/order/shopper-id.ts";
import { withRedis } from "#lib/redis/client.ts";
import { DATA_FORMAT, readDataFormat, writeDataFormat } from "#lib/redis/data-format.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { checkData, explainDataProblem, upgradeData } from "./upgrade.ts";

setUpRedis(launchTestCluster);

const CODE = "SPRING";
const ann = { owner: "7", email: "ann@example.com" };
const guest = { owner: "gAAAAAAAAAAAAAAAA", email: "bob@example.com" };
const deleted = { owner: "gBBBBBBBBBBBBBBBB", email: "eve@example.com" };

/** An order as version 0 of the data has it: without the ids of its shopper. */
async function placeOldOrder(id: string, { owner, email }: typeof ann, fields: Record<string, string> = {}) {
  const shopper = shopperOf({ shopper: "", owner, email });
  await withRedis(async (redis) => {
    await redis.hSet(keys.order(id), { status: "placed", owner, email, discount_code: CODE, ...fields });
    await redis.zAdd(keys.orders, { score: 1, value: id });
    await redis.hIncrBy(keys.discountUsedBy(CODE), shopper, 1);
    await redis.hIncrBy(keys.discount(CODE), "used", 1);
  });
}

/** Whether a shopper may use the code, of which each may have two uses. */
const mayUse = ({ owner, email }: typeof ann) =>
  withRedis(async (redis) => (await checkDiscount(redis, CODE, await identifyShopper(redis, owner, email), 1000)).ok);

async function fillOldStore(): Promise<void> {
  await createDiscount(createDiscountBody.parse({ code: CODE, kind: "percent", value: "10", userLimit: 2 }));
  await createDiscount(createDiscountBody.parse({ code: "UNUSED", kind: "percent", value: "10" }));
  await placeOldOrder("A1", ann);
  await placeOldOrder("A2", ann, { status: "delivered" });
  await placeOldOrder("B1", guest);
  await placeOldOrder("E1", deleted);
  await placeOldOrder("E2", deleted);
  // The account that these orders belonged to was deleted, and their address with it.
  await withRedis((redis) => Promise.all(["E1", "E2"].map((id) => redis.hSet(keys.order(id), "email", ""))));
}

const listUses = () => withRedis((redis) => redis.zRange(keys.discountUses(CODE), 0, -1));

test("from 0 to 1: who has used up a discount code before the upgrade has used it up after it", async () => {
  await fillOldStore();
  // The upgrade is what makes the difference.
  expect(await Promise.all([ann, guest, deleted].map(mayUse))).toEqual([true, true, true]);
  expect(await upgradeData()).toEqual(["the uses of 1 discount codes"]);
  expect(await Promise.all([ann, guest, deleted].map(mayUse))).toEqual([false, true, false]);
  expect(await readDataFormat()).toBe(DATA_FORMAT);
  expect((await listUses()).map((use) => use.split(" ")[1]).sort()).toEqual([
    "A1",
    "A2",
    "B1",
    "earlier-1",
    "earlier-2",
  ]);
  expect(await withRedis((redis) => redis.exists(keys.discountUsedBy(CODE)))).toBe(0);
});

test("an upgrade that several processes do at once, or that is repeated, counts nothing twice", async () => {
  await fillOldStore();
  await Promise.all([upgradeData(), upgradeData(), upgradeData()]);
  const uses = await listUses();
  expect(uses).toHaveLength(5);
  await writeDataFormat(0);
  expect(await upgradeData()).toEqual([]);
  expect(await listUses()).toEqual(uses);
});

test("an empty store has the version of this program at once", async () => {
  expect(await upgradeData()).toEqual([]);
  expect([await readDataFormat(), await checkData()]).toEqual([DATA_FORMAT, null]);
});

test("data of a newer version, or of none that this program knows, are refused with a sentence", async () => {
  for (const version of [DATA_FORMAT + 1, "nonsense"]) {
    await withRedis((redis) => redis.set(keys.dataFormat, version));
    const problem = await checkData();
    if (!problem) throw new Error("accepted");
    expect(explainDataProblem(problem)).toMatch(/^The data in Redis have version .*Start the newer version again/);
  }
});

test("a restore that was not completed is refused with a sentence that says what to do", async () => {
  await withRedis((redis) => redis.set(keys.unfinishedRestore, "store.ndjson, begun 2026-11-27T12:00:00.000Z"));
  const problem = await checkData();
  if (!problem) throw new Error("accepted");
  expect(explainDataProblem(problem)).toMatch(/restore of store\.ndjson, begun .* was not completed\. Repeat it/);
});
