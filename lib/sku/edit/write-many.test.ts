import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { getSku, listSkus } from "#lib/sku/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createSku, type SkuWrite } from "./edit.ts";
import { sweepSkus } from "./sweeper.ts";
import { writeSkus } from "./write-many.ts";

setUpRedis();

const skuOf = (id: string, category: string) => ({
  ...{ id, name: `Name ${id}`, price: "5.00", stock: 3, category, brand: "B", description: "D" },
  ...{ image: "/pictures/tent.svg", purchaseLimit: 2 },
});
const ids = Array.from({ length: 30 }, (_, i) => `s${i}`);
const write = (writes: SkuWrite[]) => withRedis((redis) => writeSkus(redis, writes));

/** Each SKU is in the lists of its category, by time and by price, and in no other; no work is left over. */
async function checkIndexes(): Promise<void> {
  const listed = new Map<string, number>();
  for (const category of ["a", "b", "c"])
    for (const sort of ["newest", "price-asc"] as const)
      for (const sku of (await listSkus({ category, sort, limit: 100 })).items) {
        expect(sku.category).toBe(category);
        listed.set(sku.id, (listed.get(sku.id) ?? 0) + 1);
      }
  expect([...listed.values()]).toEqual(ids.map(() => 2));
  expect((await listSkus({ sort: "newest", limit: 100 })).items).toHaveLength(ids.length);
  expect(await withRedis((redis) => redis.zCard(keys.skusPending))).toBe(0);
}

test("SKUs that are written together are as those that were written one by one", async () => {
  await createSku(skuOf("s0", "a"));
  const written = await write(ids.map((id) => ({ kind: "create", sku: skuOf(id, "a") })));
  expect(written).toEqual(ids.map((id) => (id === "s0" ? "refused" : "written")));
  expect(await getSku("s7")).toEqual(skuOf("s7", "a"));
  await checkIndexes();
  const edits = ids.map(
    (id) => ({ kind: "edit", id, edit: { category: "b", price: "7.00", purchaseLimit: null } }) as const,
  );
  expect(await write([...edits, { kind: "edit", id: "gone", edit: { name: "X" } }])).toEqual([
    ...ids.map(() => "written"),
    "refused",
  ]);
  expect(await getSku("s7")).toEqual({ ...skuOf("s7", "b"), price: "7.00", purchaseLimit: null });
  expect(await getSku("gone")).toBeNull();
  await checkIndexes();
});

test("writers of the same SKUs at once leave indexes that fit, and one that stops halfway does after a sweep", async () => {
  await write(ids.map((id) => ({ kind: "create", sku: skuOf(id, "a") })));
  const into = (category: string) => ids.map((id) => ({ kind: "edit", id, edit: { category } }) as const);
  for (let round = 0; round < 10; round++) await Promise.all([write(into("b")), write(into("c")), write(into("a"))]);
  await checkIndexes();
  // The hashes are written, and then the process dies.
  await withRedis(async (redis) => {
    const dying = Object.create(redis, {
      sMembers: { value: () => Promise.reject(new Error("dead")) },
    });
    await expect(writeSkus(dying, into("c"))).rejects.toThrow("dead");
    await sweepSkus(redis, 0);
  });
  await checkIndexes();
  expect((await listSkus({ category: "c", sort: "newest", limit: 100 })).items).toHaveLength(ids.length);
});
