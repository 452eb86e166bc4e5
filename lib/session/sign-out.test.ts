import { expect, test } from "vitest";
import { addToCart } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { recordVisit } from "#lib/visit/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createSession, deleteSession, getSession, touchSession } from "./store.ts";

setUpRedis();

test("ASVS 7.4.1: no request in flight recreates a session: fifty sign-outs, each during 200 requests", async () => {
  await withRedis((redis) => redis.hSet(keys.sku("laptop"), { name: "Laptop", price: "1.00" }));
  for (let round = 0; round < 50; round++) {
    const { sid, owner } = await createSession({ id: "7", username: "alice" }, "Firefox");
    const inFlight = Array.from({ length: 200 }, async (_, i) => {
      for (let turns = 0; turns < (i * 7) % 13; turns++) await new Promise(setImmediate);
      if (i % 4 === 0) return recordVisit(sid, "/product/laptop", "laptop");
      if (i % 4 === 1) return getSession(sid);
      const session = await withRedis((redis) => touchSession(redis, sid, "", 0));
      return i % 4 === 2 && session ? addToCart(owner, "laptop", 1) : session;
    });
    const signOut = (async () => {
      for (let turns = 0; turns < round % 13; turns++) await new Promise(setImmediate);
      await deleteSession(sid, "7");
    })();
    await Promise.all([...inFlight, signOut]);
    expect(await withRedis((redis) => redis.keys("session:*")), `round ${round}`).toEqual([]);
    expect(await withRedis((redis) => redis.zCard(keys.sessionsOf("7"))), `round ${round}`).toBe(0);
    expect(await getSession(sid)).toBeNull();
  }
});
