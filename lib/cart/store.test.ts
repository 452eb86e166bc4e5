import { beforeEach, expect, test } from "vitest";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { MAX_LINES } from "./limits.ts";
import { mergeCart } from "./merge.ts";
import { addToCart, clearCart, getCart, setCartLine } from "./store.ts";

setUpRedis(launchTestCluster);

const user: Owner = { id: "1", guest: false };
const guest: Owner = { id: "gA", guest: true };
const ttl = (key: string) => withRedis((redis) => redis.ttl(key));
const hash = (key: string) => withRedis((redis) => redis.hGetAll(key));
const makeSku = (id: string, price = "1.00") =>
  withRedis((redis) => redis.hSet(keys.sku(id), { name: `The ${id}`, price }));

beforeEach(async () => {
  await makeSku("sku123", "199.99");
});

/** A user's cart with as many lines as it can hold. */
async function fillCart(): Promise<void> {
  for (let i = 0; i < MAX_LINES; i++) {
    await makeSku(`full-${i}`);
    expect((await addToCart(user, `full-${i}`, 1)).ok).toBe(true);
  }
}

test("HGETALL cart:1 is the hash of the case study: SKU and quantity, nothing else", async () => {
  await addToCart(user, "sku123", 2);
  expect({ ...(await hash("cart:1")) }).toEqual({ sku123: "2" });
  expect(await ttl("cart:1")).toBe(-1);
});

test("a guest's cart expires a day after its last change", async () => {
  await addToCart(guest, "sku123", 1);
  await withRedis((redis) => redis.expire(keys.cart("gA"), 100));
  await setCartLine(guest, "sku123", 3);
  expectFullTtl(await ttl(keys.cart("gA")), GUEST_DATA_SECONDS);
});

test("reading a cart or asking for an unknown SKU writes nothing", async () => {
  expect(await getCart(guest)).toEqual({ items: [], totalItems: 0, totalValue: "0.00" });
  expect(await addToCart(guest, "no-such", 1)).toEqual({ ok: false, reason: "unknown-sku" });
  expect(await setCartLine(guest, "no-such", 0)).toMatchObject({ ok: true, cart: { items: [] } });
  expect(await withRedis((redis) => redis.keys("*"))).toEqual(["sku:sku123"]);
});

test("the 101st line is refused, but an existing line of a full cart can be changed", async () => {
  await fillCart();
  expect(await addToCart(user, "sku123", 1)).toEqual({ ok: false, reason: "full" });
  expect(await addToCart(user, "full-0", 98)).toMatchObject({ ok: true, cart: { totalItems: 198 } });
});

test("a line that does not fit in a merge is named in the notices until it is added to the cart", async () => {
  await fillCart();
  await addToCart(guest, "sku123", 2);
  await addToCart(guest, "full-3", 5);
  expect(await mergeCart("gA", user, resolveCheckout)).toBe(true);
  expect(await hash("cart:1")).toMatchObject({ "full-3": "6" });
  expect((await getCart(user)).notices?.join()).toMatch(/^The sku123 \(2\).*100 lines/);
  // The reply to another change has the notice too: the shopper may not have seen the cart page.
  expect(await setCartLine(user, "full-0", 0)).toMatchObject({ ok: true, cart: { notices: [expect.any(String)] } });
  expect(await addToCart(user, "sku123", 2)).toMatchObject({ ok: true, cart: { totalItems: 106 } });
  expect(await getCart(user)).not.toHaveProperty("notices");
});

const limitSku = (purchase_limit: string) => withRedis((redis) => redis.hSet(keys.sku("sku123"), { purchase_limit }));
const AT_MOST_TWO = "At most 2 of The sku123 per shopper.";

test("a line is not raised above the purchase limit, and the reply says so", async () => {
  await limitSku("2");
  const reduced = { ok: true, limited: AT_MOST_TWO, cart: { totalItems: 2, notices: [AT_MOST_TWO] } };
  expect(await addToCart(user, "sku123", 3)).toMatchObject(reduced);
  expect(await addToCart(user, "sku123", 1)).toMatchObject(reduced);
  expect(await setCartLine(user, "sku123", 99)).toMatchObject(reduced);
  expect(await getCart(user)).not.toHaveProperty("notices");
  const allowed = await setCartLine(user, "sku123", 2);
  expect(allowed).not.toHaveProperty("limited");
  expect(allowed).not.toHaveProperty("cart.notices");
});

test("a line above a purchase limit, after a merge or because the limit is newer, has a notice until it is reduced", async () => {
  await limitSku("2");
  await addToCart(user, "sku123", 2);
  await addToCart(guest, "sku123", 2);
  await mergeCart("gA", user, resolveCheckout);
  const notices = [`${AT_MOST_TWO} Reduce the 4 in your cart.`];
  expect(await getCart(user)).toMatchObject({ totalItems: 4, notices });
  await limitSku("3");
  expect(await setCartLine(user, "sku123", 3)).toEqual({ ok: true, cart: await getCart(user) });
  expect(await getCart(user)).not.toHaveProperty("notices");
});

test("G8: a deleted or damaged SKU is shown as gone and counts for nothing; reading deletes no line", async () => {
  await makeSku("other");
  await addToCart(user, "sku123", 2);
  await addToCart(user, "other", 1);
  const before = (await getCart(user)).items.map(({ sku, quantity }) => ({ sku, quantity }));
  const gone = {
    ...{ totalItems: 1, totalValue: "1.00", notices: [expect.stringContaining("sku123")] },
    gone: [{ sku: "sku123", quantity: 2 }],
  };
  const damages: ((redis: Redis) => Promise<unknown>)[] = [
    (redis) => redis.del(keys.sku("sku123")),
    (redis) => redis.set(keys.sku("sku123"), "x"),
    (redis) => redis.hSet(keys.sku("sku123"), "price", "cheap"),
  ];
  for (const damage of damages) {
    await withRedis(damage);
    expect(await getCart(user)).toMatchObject(gone);
    expect(await addToCart(user, "other", 1)).toMatchObject({
      ok: true,
      cart: { ...gone, totalItems: 2, totalValue: "2.00" },
    });
    expect({ ...(await hash("cart:1")) }).toEqual({ sku123: "2", other: "2" });
    await setCartLine(user, "other", 1);
    // Repairing the SKU brings the line back.
    await withRedis((redis) => redis.del(keys.sku("sku123")));
    await makeSku("sku123");
    expect((await getCart(user)).items).toMatchObject(before);
  }
  await withRedis((redis) => redis.del(keys.sku("sku123")));
  expect(await setCartLine(user, "sku123", 0)).toMatchObject({ ok: true, cart: { totalItems: 1 } });
  expect(await getCart(user)).not.toHaveProperty("gone");
});

test("lines keep the order in which they were added, even when ids look like numbers", async () => {
  for (const id of ["zebra", "10", "2"]) {
    await makeSku(id);
    await addToCart(user, id, 1);
  }
  expect((await getCart(user)).items.map((line) => line.sku)).toEqual(["zebra", "10", "2"]);
});

test("a value in a cart hash that is not a quantity is ignored", async () => {
  for (const id of ["a", "b", "c"]) await makeSku(id);
  await withRedis((redis) => redis.hSet("cart:1", { sku123: "2", a: "many", b: "-4", c: "" }));
  expect(await getCart(user)).toMatchObject({ items: [{ sku: "sku123" }], totalItems: 2 });
  expect(await addToCart(user, "a", 1)).toMatchObject({ ok: true, cart: { totalItems: 3 } });
});

test("totals use current prices and are exact, even for the highest price and quantity", async () => {
  await addToCart(user, "sku123", 3);
  expect(await getCart(user)).toMatchObject({ totalValue: "599.97" });
  await makeSku("sku123", "999999999.99");
  expect(await setCartLine(user, "sku123", 99)).toMatchObject({ ok: true, cart: { totalValue: "98999999999.01" } });
  await makeSku("sku123", "0");
  expect(await getCart(user)).toMatchObject({ totalValue: "0.00", items: [{ unitPrice: "0.00" }] });
});

test("a cart that is being merged into a user's can't be changed or emptied", async () => {
  await addToCart(guest, "sku123", 1);
  await withRedis((redis) => redis.set(keys.cartMovedTo("gA"), "1"));
  expect(await addToCart(guest, "sku123", 1)).toEqual({ ok: false, reason: "moved" });
  expect(await clearCart(guest)).toEqual({ ok: false, reason: "moved" });
  expect(await hash("cart:gA")).toMatchObject({ sku123: "1" });
});

test("repeating a merge does not extend the time that the guest's cart is closed", async () => {
  await addToCart(guest, "sku123", 1);
  await mergeCart("gA", user, resolveCheckout);
  await withRedis((redis) => redis.expire(keys.cartMovedTo("gA"), 100));
  await mergeCart("gA", user, resolveCheckout);
  expect(await ttl(keys.cartMovedTo("gA"))).toBeLessThanOrEqual(100);
});

test("lines that another request adds during a change are in its reply", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `at-once-${i}`);
  for (const id of ids) await makeSku(id);
  const results = await Promise.all(ids.map((id) => addToCart(user, id, 1)));
  const sizes = results.map((result) => (result.ok ? result.cart.totalItems : 0));
  expect(Math.max(...sizes)).toBe(20);
  expect((await getCart(user)).totalItems).toBe(20);
});
