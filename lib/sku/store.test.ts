import fc from "fast-check";
import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { listSkusQuery, skuSorts } from "./schema.ts";
import { listSkus } from "./store.ts";

setUpRedis();

const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Creates SKUs with these prices; equal prices are ties. */
async function makeSkus(prices: readonly number[]): Promise<string[]> {
  const ids = prices.map((_, i) => `${i % 2 ? "B" : "a"}-${i}`);
  await withRedis(async (redis) => {
    await redis.flushDb();
    await Promise.all(
      ids.flatMap((id, i) => [
        redis.hSet(keys.sku(id), { name: id, price: `${prices[i]}.00` }),
        redis.zAdd(keys.skus, { score: 1_767_225_600_000 + i * 1000, value: id }),
        redis.zAdd(keys.skusByPrice, { score: (prices[i] ?? 0) * 100, value: id }),
      ]),
    );
  });
  return ids;
}

async function remove(id: string): Promise<void> {
  await withRedis((redis) =>
    Promise.all([redis.del(keys.sku(id)), redis.zRem(keys.skus, id), redis.zRem(keys.skusByPrice, id)]),
  );
}

test("paging shows each SKU once and in order, with prices shared and SKUs deleted between pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 25 }),
      fc.constantFrom(...skuSorts),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      async (prices, sort, limit, deleting) => {
        const ids = await makeSkus(prices);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await listSkus(listSkusQuery.parse({ sort, limit: String(limit), cursor }));
          seen.push(...page.items.map((sku) => sku.id));
          cursor = page.nextCursor ?? undefined;
          // The hardest case: the SKU that the cursor points at is deleted.
          if (deleting) await remove(seen.at(-1) ?? "");
        } while (cursor);
        expect([...seen].sort()).toEqual([...ids].sort());
        const inOrder = seen.map((id) => prices[ids.indexOf(id)] ?? 0);
        if (sort !== "newest")
          expect(inOrder).toEqual([...inOrder].sort((a, b) => (sort === "price-asc" ? a - b : b - a)));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  "nonsense",
  "",
  cursorOf(["...", "a-0"]),
  cursorOf(["1e", "a-0"]),
  cursorOf(["e", ""]),
  cursorOf(["9e999", "x"]),
  cursorOf([1, 2]),
  cursorOf({}),
  cursorOf(null),
])("an invalid cursor (%j) is no error", async (cursor) => {
  await makeSkus([1, 2, 3]);
  await expect(listSkus(listSkusQuery.parse({ cursor }))).resolves.toMatchObject({ items: [{}, {}, {}] });
});
