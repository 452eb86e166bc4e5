import { expect, PASSWORD, test } from "#e2e/support/test.ts";
import { listConnectionNames, sendToRedis } from "#test/servers/send-to-redis.ts";
import { startStore } from "#test/servers/store.ts";

test("redis-cli shows what the documents draw, and each guest key has a lifetime", async ({ playwright }) => {
  const store = await startStore();
  try {
    const ask = (...command: string[]) => sendToRedis(store.redisUrl, ...command);
    const shopper = await playwright.request.newContext({ baseURL: store.url });
    const account = { username: "parker", email: "parker@example.com", password: PASSWORD };
    expect((await shopper.post("/api/auth/register", { data: account })).status()).toBe(201);
    await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });

    expect(await ask("HGETALL", "cart:1")).toEqual(["sku123", "2"]);
    expect(await ask("TTL", "cart:1")).toBe(-1);
    expect(await ask("GET", "username_to_id:parker")).toBe("1");
    expect(await ask("GET", "email_to_id:parker@example.com")).toBe("1");
    expect(await ask("HMGET", "user:1", "username", "email", "role")).toEqual([
      "parker",
      "parker@example.com",
      "shopper",
    ]);
    expect(await ask("HGET", "user:1", "password_hash")).toMatch(/^\$2[aby]\$1\d\$/);
    expect(await ask("HMGET", "sku:sku123", "price", "name")).toEqual(["199.99", expect.stringContaining("AirPods")]);

    const guest = await playwright.request.newContext({ baseURL: store.url });
    await guest.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
    await guest.post("/api/cart/items", { data: { sku: "mouse-456", quantity: 1 } });
    await guest.put("/api/wishlist/laptop-123");

    const all = ((await ask("KEYS", "*")) as string[]).sort();
    const sessions = all.filter((key) => /^session:[\w-]{22}$/.test(key));
    expect(sessions).toHaveLength(2);
    for (const key of sessions) {
      const ttl = Number(await ask("TTL", key));
      expect(ttl > 3500 && ttl <= 3600, `${key} lives ${ttl} s`).toBe(true);
      const hash = (await ask("HGETALL", key)) as string[];
      const fields = hash.filter((_, i) => i % 2 === 0);
      expect(fields).toEqual(expect.arrayContaining(["created_at", "last_activity", "current_page", "page_views"]));
      expect(await ask("OBJECT", "ENCODING", key)).toBe("listpack");
    }
    expect(await ask("ZCARD", "sessions_of:1")).toBe(1);
    // The server process, and the one that started it.
    const names = await listConnectionNames(store.redisUrl);
    for (const program of ["web", "primary"])
      expect(names).toContainEqual(expect.stringMatching(new RegExp(`^fwr:${program}:\\d+$`)));
    const ofGuests = all.filter((key) => /(cart|recent|wishlist):g/.test(key));
    expect(ofGuests.length).toBeGreaterThanOrEqual(3);
    for (const key of ofGuests) {
      const ttl = Number(await ask("TTL", key));
      expect(ttl > 0 && ttl <= 86_400, `${key} lives ${ttl} s`).toBe(true);
    }
    await Promise.all([shopper.dispose(), guest.dispose()]);
  } finally {
    await store.remove();
  }
});
