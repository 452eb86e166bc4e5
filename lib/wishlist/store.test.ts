import { beforeEach, expect, test } from "vitest";
import { addToCart, getCart, setCartLine } from "#lib/cart/store.ts";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { mergeWishlist } from "./merge.ts";
import { moveToCart, saveForLater } from "./move.ts";
import { MAX_SAVED } from "./schema.ts";
import { getWishlist, removeSaved, saveSku } from "./store.ts";

const { server } = setUpRedis(launchTestCluster);
const { direct, stopEverywhere } = setUpCrashes(server);

const user: Owner = { id: "1", guest: false };
const guest: Owner = { id: "gA", guest: true };
const makeSku = (id: string, price = "1.00") => direct().hSet(keys.sku(id), { name: `The ${id}`, price, stock: "3" });
const ids = async (owner: Owner) => (await getWishlist(owner)).items.map((item) => item.sku);

beforeEach(async () => {
  for (const id of ["sku123", "mouse", "10"]) await makeSku(id);
});

/** Fills a list with entries saved long ago. */
async function fill(owner: Owner): Promise<void> {
  for (let i = 0; i < MAX_SAVED; i++) await makeSku(`full-${i}`);
  const entries = Array.from({ length: MAX_SAVED }, (_, i) => ({ value: `full-${i}`, score: i + 1 }));
  await direct().zAdd(keys.wishlist(owner.id), entries);
}

test("the newest entry is first, even within one millisecond, and saving a SKU again does not move it", async () => {
  for (const id of ["sku123", "mouse", "10", "sku123"]) await saveSku(user, id);
  expect(await ids(user)).toEqual(["10", "mouse", "sku123"]);
  const before = await getWishlist(user);
  expect(await saveSku(user, "mouse")).toEqual({ ok: true, wishlist: before });
  expect(before.items[2]).toEqual({
    sku: "sku123",
    name: "The sku123",
    unitPrice: "1.00",
    image: expect.stringMatching(/^\//),
    stock: 3,
    category: "everything-else",
    savedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
});

test("a guest's list expires a day after its last change, a user's never", async () => {
  await saveSku(guest, "sku123");
  await saveSku(user, "sku123");
  await direct().expire(keys.wishlist("gA"), 100);
  await removeSaved(guest, "no-such");
  expectFullTtl(await direct().ttl(keys.wishlist("gA")), GUEST_DATA_SECONDS);
  expect(await direct().ttl(keys.wishlist("1"))).toBe(-1);
});

test("reading a list or saving an unknown SKU writes nothing", async () => {
  const before = await direct().dbSize();
  expect(await getWishlist(guest)).toEqual({ items: [] });
  expect(await saveSku(guest, "no-such")).toEqual({ ok: false, reason: "unknown-sku" });
  expect(await removeSaved(guest, "no-such")).toEqual({ ok: true, wishlist: { items: [] } });
  expect(await direct().dbSize()).toBe(before);
});

test("the 101st entry is refused and none is evicted; an entry of a full list can be saved again", async () => {
  await fill(user);
  expect(await saveSku(user, "sku123")).toEqual({ ok: false, reason: "full" });
  expect((await saveSku(user, "full-0")).ok).toBe(true);
  expect(await ids(user)).toHaveLength(MAX_SAVED);
});

test("merging two lists above the limit keeps the newest entries and names the others until they are saved", async () => {
  await fill(user);
  await saveSku(guest, "sku123");
  await saveSku(guest, "full-99");
  expect(await mergeWishlist("gA", user)).toBe(true);
  const { items, notices } = await getWishlist(user);
  expect([items.length, items[0]?.sku, items[1]?.sku]).toEqual([MAX_SAVED, "full-99", "sku123"]);
  expect(notices).toEqual([expect.stringMatching(/^The full-0 did not fit .* 100 products/)]);
  await removeSaved(user, "mouse");
  expect((await getWishlist(user)).notices).toHaveLength(1);
  await removeSaved(user, "full-1");
  await saveSku(user, "full-0");
  expect(await getWishlist(user)).not.toHaveProperty("notices");
});

test("G8: a deleted SKU is shown as gone and comes back with it; reading deletes no entry", async () => {
  for (const id of ["sku123", "mouse"]) await saveSku(user, id);
  await direct().del(keys.sku("sku123"));
  expect(await getWishlist(user)).toMatchObject({
    items: [{ sku: "mouse" }],
    notices: [expect.stringContaining("sku123")],
    gone: ["sku123"],
  });
  expect(await direct().zRange(keys.wishlist("1"), 0, -1)).toEqual(["sku123", "mouse"]);
  await direct().hSet(keys.sku("sku123"), { name: "sku123", price: "1.00" });
  expect(await getWishlist(user)).toMatchObject({ items: [{ sku: "mouse" }, { sku: "sku123" }] });
  await direct().del(keys.sku("sku123"));
  await removeSaved(user, "sku123");
  expect(await getWishlist(user)).not.toHaveProperty("gone");
});

test("scores that are not times break nothing", async () => {
  const entries = [1e300, -1, Number.POSITIVE_INFINITY].map((score, i) => ({
    value: ["sku123", "mouse", "10"][i] ?? "",
    score,
  }));
  await direct().zAdd(keys.wishlist("1"), entries);
  expect((await saveSku(user, "sku123")).ok).toBe(true);
  expect(await ids(user)).toEqual(["10", "sku123", "mouse"]);
});

test("a list that is being merged into a user's can't be changed", async () => {
  await saveSku(guest, "sku123");
  await direct().set(keys.wishlistMovedTo("gA"), "1");
  expect(await saveSku(guest, "mouse")).toEqual({ ok: false, reason: "moved" });
  expect(await removeSaved(guest, "sku123")).toEqual({ ok: false, reason: "moved" });
  expect(await mergeWishlist("gA", { id: "2", guest: false })).toBe(false);
  expect(await mergeWishlist("gA", user)).toBe(true);
  expect(await ids(user)).toEqual(["sku123"]);
});

test("a merge that is repeated after a crash at any point loses nothing and restores nothing that was removed", async () => {
  let removed = 0;
  await stopEverywhere(
    async () => {
      await makeSku("sku123");
      await direct().zAdd(keys.wishlist("gA"), { value: "sku123", score: 1 });
    },
    () => mergeWishlist("gA", user),
    async () => {
      const merged = (await ids(user)).length === 1;
      if (merged) removed++;
      if (merged) await removeSaved(user, "sku123");
      expect(await mergeWishlist("gA", user)).toBe(true);
      expect(await ids(user)).toEqual(merged ? [] : ["sku123"]);
      expect(await direct().exists(keys.wishlist("gA"))).toBe(0);
    },
  );
  expect(removed).toBeGreaterThanOrEqual(1);
});

test("a crash while a line is saved for later never loses the SKU, and repeating the move completes it", async () => {
  const stops = await stopEverywhere(
    async () => {
      await makeSku("sku123");
      await direct().hSet(keys.cart("1"), "sku123", "2");
    },
    () => saveForLater(user, "sku123"),
    async (after) => {
      const both = [await direct().hGet(keys.cart("1"), "sku123"), await direct().zScore(keys.wishlist("1"), "sku123")];
      expect(both.some(Boolean), `after ${after} commands`).toBe(true);
      for (let i = 0; i < 2; i++) {
        const moved = await saveForLater(user, "sku123");
        expect(moved).toMatchObject({ ok: true, cart: { items: [] }, wishlist: { items: [{ sku: "sku123" }] } });
      }
    },
  );
  expect(stops).toBeGreaterThanOrEqual(6);
});

test("a move to the cart that is repeated after a crash counts once, and restores nothing that was removed since", async () => {
  const stops = await stopEverywhere(
    async () => {
      await makeSku("sku123");
      await direct().zAdd(keys.wishlist("1"), { value: "sku123", score: 1 });
    },
    () => moveToCart(user, "sku123"),
    async (after) => {
      const both = [await direct().hGet(keys.cart("1"), "sku123"), await direct().zScore(keys.wishlist("1"), "sku123")];
      expect(both.some(Boolean), `after ${after} commands`).toBe(true);
      const moved = await moveToCart(user, "sku123");
      expect(moved).toMatchObject({ ok: true, cart: { totalItems: 1 }, wishlist: { items: [] } });
      await setCartLine(user, "sku123", 0);
      expect(await moveToCart(user, "sku123")).toMatchObject({ ok: true, cart: { totalItems: 0 } });
    },
  );
  expect(stops).toBeGreaterThanOrEqual(6);
});

test("a SKU that is in the cart already keeps its quantity when it is moved there", async () => {
  await addToCart(user, "sku123", 3);
  await saveSku(user, "sku123");
  expect(await moveToCart(user, "sku123")).toMatchObject({ ok: true, cart: { totalItems: 3 } });
});

test("a full cart refuses a move to it, and a full list refuses to save for later: the SKU stays where it is", async () => {
  await fill(user);
  await addToCart(user, "sku123", 2);
  expect(await saveForLater(user, "sku123")).toEqual({ ok: false, reason: "full" });
  for (let i = 0; i < 99; i++) await addToCart(user, `full-${i}`, 1);
  expect(await moveToCart(user, "full-99")).toEqual({ ok: false, reason: "full" });
  expect((await getCart(user)).totalItems).toBe(101);
  expect(await ids(user)).toHaveLength(MAX_SAVED);
});
