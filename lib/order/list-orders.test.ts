import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { listAllOrders } from "./store.ts";

setUpRedis();

const idOf = (n: number) => `00000000000000${String(n).padStart(2, "0")}`;

const placeOrders = (count: number) =>
  withRedis(async (redis) => {
    for (let n = 1; n <= count; n++) {
      const fields = {
        status: n % 2 ? "placed" : "shipped",
        version: "1",
        email: "a@example.com",
        placed_at: String(n),
      };
      await redis.hSet(keys.order(idOf(n)), fields);
      for (const index of [
        keys.orders,
        keys.ordersOfStatus(n % 2 ? "placed" : "shipped"),
        keys.ordersOfEmail("a@example.com"),
      ])
        await redis.zAdd(index, { score: n, value: idOf(n) });
    }
  });

/** The ids of all pages. */
async function collect(query: { q?: string; status?: "placed"; isOldestFirst?: boolean }): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAllOrders({ ...query, limit: 2, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < 20);
  return ids;
}

test("orders are listed from the newest or from the oldest on, with filters too, each once", async () => {
  await placeOrders(5);
  const rising = [1, 2, 3, 4, 5].map(idOf);
  expect(await collect({})).toEqual(rising.toReversed());
  expect(await collect({ isOldestFirst: true })).toEqual(rising);
  expect(await collect({ q: "a@example.com", isOldestFirst: true })).toEqual(rising);
  expect(await collect({ status: "placed", isOldestFirst: true })).toEqual([1, 3, 5].map(idOf));
  expect(await collect({ status: "placed" })).toEqual([5, 3, 1].map(idOf));
});
