import { beforeEach, expect, test } from "vitest";
import { addToCart } from "#lib/cart/store.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import { createSession, deleteSession } from "#lib/session/store.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { halveViews, readMostViewed } from "./popular.ts";
import { mergeRecent } from "./recent.ts";
import { visitBody } from "./schema.ts";
import { recordVisit } from "./store.ts";

const { server } = setUpRedis(launchTestCluster);
const { proxy, direct, stopEverywhere } = setUpCrashes(server);
const user = { id: "7", username: "alice" };

async function seed(): Promise<void> {
  const skus = Array.from({ length: 40 }, (_, i) => `sku-${i}`);
  await Promise.all(skus.map((sku) => direct().hSet(keys.sku(sku), { name: sku, price: "1.00" })));
}
beforeEach(seed);
/** Waits for the writes of views: commands on a connection are processed in order. */
const flushWrites = () => withRedis((redis) => redis.ping());

test("a visit is one round trip: session, cart, recently viewed and most viewed", async () => {
  const { sid } = await createSession(null, "");
  const owner = { id: guestIdOf(sid), guest: true };
  await addToCart(owner, "sku-1", 3);
  await recordVisit(sid, "/", "sku-2");
  await flushWrites();
  proxy().takeRoundTrips();
  const visit = await recordVisit(sid, "/product/sku-1", "sku-1");
  expect(proxy().takeRoundTrips()).toBe(1);
  expect(visit).toEqual({ user: null, cart: { totalItems: 3 }, recent: ["sku-1", "sku-2"] });
  await flushWrites();
  expect(await direct().hGetAll(keys.session(sid))).toMatchObject({ page_views: "2", current_page: "/product/sku-1" });
  expect(await direct().zRange(keys.recent(owner.id), 0, -1, { REV: true })).toEqual(["sku-1", "sku-2"]);
  expect(await direct().zScore(keys.viewed, "sku-1")).toBe(1);
  expect(await direct().ttl(keys.recent(owner.id))).toBeGreaterThan(86_000);
});

test("a user's visit is one round trip once the owner is cached, and updates the session's entry in the user's index", async () => {
  const { sid } = await createSession(user, "");
  await addToCart({ id: "7", guest: false }, "sku-1", 2);
  await direct().zAdd(keys.sessionsOf("7"), { score: 1, value: sid });
  const first = await recordVisit(sid, "/", "sku-3");
  await flushWrites();
  proxy().takeRoundTrips();
  const second = await recordVisit(sid, "/");
  expect(proxy().takeRoundTrips()).toBe(1);
  expect(first).toEqual({ user, cart: { totalItems: 2 }, recent: ["sku-3"] });
  expect(second).toEqual(first);
  await flushWrites();
  expect(Number(await direct().zScore(keys.sessionsOf("7"), sid))).toBeGreaterThan(1);
  expect(await direct().exists(keys.recent(guestIdOf(sid)))).toBe(0);
});

test("a session that has ended writes nothing: a copied cookie can't change the list of a user who signed out", async () => {
  const { sid } = await createSession(user, "");
  await recordVisit(sid, "/", "sku-1");
  await flushWrites();
  await deleteSession(sid, "7");
  const before = (await direct().keys("*")).sort();
  const recent = await direct().zRange(keys.recent("7"), 0, -1);
  expect(await recordVisit(sid, "/", "sku-2")).toBeNull();
  await flushWrites();
  expect((await direct().keys("*")).sort()).toEqual(before);
  expect(await direct().zRange(keys.recent("7"), 0, -1)).toEqual(recent);
});

test("the newest 25 are kept, each once, and an unknown SKU is neither listed nor counted", async () => {
  const { sid } = await createSession(null, "");
  for (let i = 0; i < 40; i++) await recordVisit(sid, "/", `sku-${i}`);
  const visit = await recordVisit(sid, "/", "sku-20");
  expect(visit?.recent).toHaveLength(25);
  expect(visit?.recent.slice(0, 3)).toEqual(["sku-20", "sku-39", "sku-38"]);
  await recordVisit(sid, "/", "no-such-sku");
  await flushWrites();
  expect(await direct().zCard(keys.recent(guestIdOf(sid)))).toBe(25);
  expect(await direct().zScore(keys.viewed, "no-such-sku")).toBeNull();
});

test("what a guest viewed is merged by time, and a crash between the steps loses nothing", async () => {
  const guest = { score: 5, value: "sku-1" };
  await stopEverywhere(
    async () => {
      await direct().zAdd(keys.recent("guest"), [guest, { score: 9, value: "sku-2" }]);
      await direct().zAdd(keys.recent("7"), [
        { score: 7, value: "sku-3" },
        { ...guest, score: 8 },
      ]);
    },
    () => mergeRecent("guest", { id: "7", guest: false }),
    async () => {
      await mergeRecent("guest", { id: "7", guest: false });
      expect(await direct().zRange(keys.recent("7"), 0, -1)).toEqual(["sku-3", "sku-1", "sku-2"]);
      expect(await direct().exists(keys.recent("guest"))).toBe(0);
    },
  );
});

test("views are trimmed to the top 20,000 and halved once in 300 s, however many processes ask", async () => {
  const members = Array.from({ length: 20_050 }, (_, i) => ({ score: i + 1, value: `sku-${i}` }));
  await direct().zAdd(keys.viewed, members);
  expect(await halveViews()).toBe(false); // the first period begins
  await direct().set(keys.viewedHalved, String(Math.floor(Date.now() / 1000) - 301));
  const happened = await Promise.all(Array.from({ length: 8 }, () => halveViews()));
  expect(happened.filter(Boolean)).toHaveLength(1);
  expect(await direct().zCard(keys.viewed)).toBe(20_000);
  expect(await direct().zScore(keys.viewed, "sku-20049")).toBe(10_025);
  expect(await direct().zScore(keys.viewed, "sku-49")).toBeNull();
  expect(await readMostViewed(2)).toEqual(["sku-20049", "sku-20048"]);
  await closeRedis();
});

test("a guest's data expires, a user's does not", async () => {
  const guest = await createSession(null, "");
  for (const { sid } of [guest, await createSession(user, "")]) await recordVisit(sid, "/", "sku-1");
  await flushWrites();
  expect(await direct().ttl(keys.recent(guest.owner.id))).toBeGreaterThan(0);
  expect(await direct().ttl(keys.session(guest.sid))).toBeGreaterThan(0);
  expect(await direct().ttl(keys.recent("7"))).toBe(-1);
});

test.each(["", "products", "https://elsewhere.example/", "/a\nb", "/\u0000", `/${"x".repeat(2048)}`, 7, null])(
  "%j is not a valid page",
  (page) => {
    expect(visitBody.safeParse({ page }).success).toBe(false);
  },
);

test("G8: what is in the cart and no longer sold counts for nothing on any page", async () => {
  await withRedis(async (redis) => {
    await redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "1.00", stock: "1" });
    await redis.set(keys.sku("damaged"), "x");
  });
  const { sid, owner } = await createSession(null, "");
  await withRedis((redis) => redis.hSet(keys.cart(owner.id), { lamp: "2", damaged: "3", deleted: "4" }));
  expect(await recordVisit(sid, "/")).toMatchObject({ cart: { totalItems: 2 } });
});
