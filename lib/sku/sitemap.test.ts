import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { countSitemaps, readSitemap, SITEMAP_SIZE } from "./sitemap.ts";

setUpRedis();

test("an empty store has one sitemap, with only the front page", async () => {
  expect(await countSitemaps()).toBe(1);
  expect(await readSitemap(0)).toEqual([{ path: "/", changedAt: null }]);
});

test("a large catalogue is split, each product in exactly one sitemap, and no category without products is in one", async () => {
  const total = SITEMAP_SIZE + 5;
  const members = Array.from({ length: total }, (_, i) => ({ score: i, value: `p-${i}` }));
  await withRedis((redis) => redis.zAdd(keys.skus, members));
  const categories = ["audio", "emptied", ""].map((value) => ({ score: total, value }));
  await withRedis((redis) => redis.zAdd(keys.skuCategories, categories));
  await withRedis((redis) => redis.zAdd(keys.skusOfCategory("audio"), { score: 1, value: "p-0" }));
  expect(await countSitemaps()).toBe(2);
  const pathsOf = async (page: number) => (await readSitemap(page)).map(({ path }) => path);
  const [first, second] = [await pathsOf(0), await pathsOf(1)];
  expect(first.slice(0, 3)).toEqual(["/", "/categories/audio", "/products/p-0"]);
  expect(second).toHaveLength(5);
  expect(new Set([...first, ...second]).size).toBe(total + 2);
});

test("a product says when it was last edited, or else when it was created", async () => {
  const created = new Date("2026-01-02T03:04:05.000Z");
  await withRedis(async (redis) => {
    const hashes: Record<string, Record<string, string>> = {
      new: { created_at: String(created.getTime() / 1000) },
      edited: { created_at: "1", edited: `${created.getTime() + 1}.0123` },
      // Written by hand, or damaged.
      bare: { name: "Bare" },
      odd: { created_at: "yesterday", edited: "1e99" },
    };
    for (const [id, hash] of Object.entries(hashes)) await redis.hSet(keys.sku(id), hash);
    await redis.set(keys.sku("wrong"), "of another type");
    await redis.del(keys.skus);
    await redis.zAdd(
      keys.skus,
      [...Object.keys(hashes), "wrong", "gone"].map((value, score) => ({ score, value })),
    );
  });
  const products = (await readSitemap(0)).filter(({ path }) => path.startsWith("/products/"));
  expect(products.map(({ path, changedAt }) => [path, changedAt?.toISOString()])).toEqual([
    ["/products/new", "2026-01-02T03:04:05.000Z"],
    ["/products/edited", "2026-01-02T03:04:05.001Z"],
    ...["bare", "odd", "wrong", "gone"].map((id) => [`/products/${id}`, undefined]),
  ]);
});

test("a department says when its newest product came or one was edited last, and the front page when any was", async () => {
  const at = (day: number) => Date.UTC(2026, 0, day);
  await withRedis(async (redis) => {
    for (const [id, category, created, edited] of [
      ["a1", "audio", at(1), 0],
      ["a2", "audio", at(3), at(9)],
      ["t1", "toys", at(5), 0],
      ["t2", "toys", at(4), at(2)],
    ] as const) {
      await redis.hSet(keys.sku(id), { created_at: String(created / 1000), category });
      if (edited) await redis.hSet(keys.sku(id), { edited: `${edited}.5` });
      await redis.zAdd(keys.skus, { score: created, value: id });
      await redis.zAdd(keys.skusOfCategory(category), { score: created, value: id });
      await redis.zAdd(keys.skuCategories, { score: 1, value: category });
    }
  });
  const pages = (await readSitemap(0)).map(({ path, changedAt }) => [path, changedAt?.getTime()]);
  expect(pages.slice(0, 3)).toEqual([
    ["/", at(9)],
    ["/categories/audio", at(9)],
    ["/categories/toys", at(5)],
  ]);
});
