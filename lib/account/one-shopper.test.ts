import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { addToCart, clearCart, getCart } from "#lib/cart/store.ts";
import { createDiscount } from "#lib/discount/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import { withRedis } from "#lib/redis/client.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { makeAccount } from "#test/account.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { changeProfile } from "./profile.ts";

/** A shopper with an account and as a guest: whom a code and a purchase limit take for one. */

setUpRedis(launchTestCluster);

const recipient = { name: "Ann Other", address: "1 Road", city: "Town", postcode: "1000", country: "NL" };
const owner = (id: string) => ({ id, guest: !/^\d+$/.test(id) });
const OLD = "alice@example.com";
const NEW = "alice@example.org";

let purchases = 0;
/** Buys one of a SKU; retries while another checkout of the cart is under way. */
async function buy(
  id: string,
  email: string,
  { sku = "LAMP", code }: { sku?: string; code?: string | undefined } = { code: "ONCE" },
) {
  await clearCart(owner(id));
  await addToCart(owner(id), sku, 1);
  const total = code ? "5.00" : (await getCart(owner(id))).totalValue;
  const key = `key-${purchases++}`;
  for (;;) {
    const result = await checkout({ owner: owner(id), key, body: { ...recipient, email, total, discount: code } });
    if (result.ok || result.reason !== "under-way") return result;
    await sleep(10);
  }
}
const usedByYou = { ok: false, reason: "discount", refusal: { rule: "used-by-you" } };
const placed = { ok: true };

async function changeEmail(user: User, email: string): Promise<void> {
  const profile = { username: user.username, email, firstName: "", lastName: "" };
  expect(await changeProfile(user, profile)).toMatchObject({ ok: true });
}
const register = (id = "1", name = "alice") => withRedis((redis) => makeAccount(redis, id, name));

// However long a busy machine suspends a checkout, nothing here may treat it as crashed.
beforeAll(() => void Object.assign(timeouts, { staleLockMs: 120_000 }));
beforeEach(async () => {
  const shown = { brand: "", description: "", image: "/pictures/package.svg", category: "home", stock: 100 };
  await createSku({ ...shown, id: "LAMP", name: "Lamp", price: "10.00", purchaseLimit: null });
  await createSku({ ...shown, id: "RARE", name: "Rare lamp", price: "10.00", purchaseLimit: 1 });
  await createDiscount({ code: "ONCE", kind: "percent", value: "50", userLimit: 1 });
});

test("A2: a code used as a guest is used up for the account with the same e-mail, in any case", async () => {
  expect(await buy("gOne", "Alice@Example.com")).toMatchObject(placed);
  expect(await buy("gTwo", OLD)).toMatchObject(usedByYou);
  await register();
  expect(await buy("1", OLD)).toMatchObject(usedByYou);
  // Another address typed into the account's order makes nobody else of it.
  expect(await buy("1", "other@example.org")).toMatchObject(usedByYou);
  // A dot makes another address, as everywhere in the store.
  expect(await buy("gThree", "al.ice@example.com")).toMatchObject(placed);
});

test("A2: a code used by an account is used up for guests with its e-mail, and with that of the order", async () => {
  await register();
  expect(await buy("1", "office@example.org")).toMatchObject(placed);
  expect(await buy("gOne", OLD.toUpperCase())).toMatchObject(usedByYou);
  expect(await buy("gTwo", "office@example.org")).toMatchObject(usedByYou);
  expect(await buy("gThree", "bob@example.org")).toMatchObject(placed);
});

test("A2: an account that has changed its e-mail is the same shopper, under the old one and the new one", async () => {
  const user = await register();
  expect(await buy("1", OLD)).toMatchObject(placed);
  await changeEmail(user, NEW);
  expect(await buy("1", NEW)).toMatchObject(usedByYou);
  expect(await buy("gOne", OLD)).toMatchObject(usedByYou);
  expect(await buy("gTwo", NEW)).toMatchObject(usedByYou);
});

test("A2: what was bought as a guest counts for the account after it has changed its e-mail", async () => {
  expect(await buy("gOne", OLD)).toMatchObject(placed);
  const user = await register();
  await changeEmail(user, NEW);
  expect(await buy("1", NEW)).toMatchObject(usedByYou);
  // And for an account that takes the address of the guest.
  const bob = await register("2", "bob");
  await changeEmail(bob, OLD);
  expect(await buy("2", OLD)).toMatchObject(usedByYou);
  await changeEmail((await getUser("2")) ?? bob, "bob@example.com");
  expect(await buy("2", "bob@example.com")).toMatchObject(usedByYou);
});

test("A2: of a guest and an account that order at the same moment one gets the code", async () => {
  await register();
  for (let round = 0; round < 5; round++) {
    const code = `ONCE-${round}`;
    await createDiscount({ code, kind: "percent", value: "50", userLimit: 1 });
    const results = await Promise.all([
      buy("1", OLD, { code }),
      buy("gOne", OLD, { code }),
      buy("gTwo", OLD, { code }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results) if (!result.ok) expect(result).toMatchObject(usedByYou);
  }
});

test("A2: an order that is cancelled gives the code back to the shopper, with and without the account", async () => {
  const user = await register();
  const first = await buy("gOne", OLD);
  if (!first.ok) throw new Error("not placed");
  // Between placing and cancelling, the addresses of the account may have changed.
  await changeEmail(user, NEW);
  expect(await transitionOrder(first.order.id, "cancelled")).toMatchObject({ ok: true });
  expect(await buy("1", NEW)).toMatchObject(placed);
  expect(await buy("gTwo", OLD)).toMatchObject(usedByYou);
});

test("A2: two orders of one shopper count as two, under whichever ids they were placed", async () => {
  await createDiscount({ code: "TWICE", kind: "percent", value: "50", userLimit: 2 });
  expect(await buy("gOne", NEW, { code: "TWICE" })).toMatchObject(placed);
  const user = await register();
  expect(await buy("1", OLD, { code: "TWICE" })).toMatchObject(placed);
  await changeEmail(user, NEW);
  expect(await buy("1", NEW, { code: "TWICE" })).toMatchObject(usedByYou);
});

test("A2: a purchase limit counts a guest and the account with the same e-mail together, too", async () => {
  const rare = { sku: "RARE", code: undefined };
  const short = { ok: false, reason: "short", short: [{ sku: "RARE", available: 0, limit: 1 }] };
  const user = await register();
  const first = await buy("gOne", OLD, rare);
  if (!first.ok) throw new Error("not placed");
  expect(await buy("1", OLD, rare)).toMatchObject(short);
  await changeEmail(user, NEW);
  expect(await buy("1", NEW, rare)).toMatchObject(short);
  expect(await buy("gTwo", NEW, rare)).toMatchObject(short);
  await transitionOrder(first.order.id, "cancelled");
  const results = await Promise.all([buy("1", NEW, rare), buy("gTwo", OLD, rare)]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});
