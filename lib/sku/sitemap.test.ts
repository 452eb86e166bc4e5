import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { countSitemaps, readSitemap, SITEMAP_SIZE } from "./sitemap.ts";

setUpRedis();

test("an empty store has one sitemap, with only the front page", async () => {
  expect(await countSitemaps()).toBe(1);
  expect(await readSitemap(0)).toEqual(["/"]);
});

test("a large catalogue is split, each product in exactly one sitemap, and no category without products is in one", async () => {
  const total = SITEMAP_SIZE + 5;
  const members = Array.from({ length: total }, (_, i) => ({ score: i, value: `p-${i}` }));
  await withRedis((redis) => redis.zAdd(keys.skus, members));
  const categories = ["audio", "emptied", ""].map((value) => ({ score: total, value }));
  await withRedis((redis) => redis.zAdd(keys.skuCategories, categories));
  await withRedis((redis) => redis.zAdd(keys.skusOfCategory("audio"), { score: 1, value: "p-0" }));
  expect(await countSitemaps()).toBe(2);
  const [first, second] = [await readSitemap(0), await readSitemap(1)];
  expect(first.slice(0, 3)).toEqual(["/", "/categories/audio", "/products/p-0"]);
  expect(second).toHaveLength(5);
  expect(new Set([...first, ...second]).size).toBe(total + 2);
});
