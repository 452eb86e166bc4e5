import { expect, test } from "vitest";
import { addToCart, getCart, setCartLine } from "#lib/cart/store.ts";
import { exceedsStock } from "#lib/cart/totals.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSession, deleteSession } from "#lib/session/store.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { changeUser, parseUser, type StoredUser } from "#lib/user/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { createUserSession, openGuestSession, openUserSession, signOutBySid } from "./open-session.ts";

setUpRedis();

async function makeUser(): Promise<StoredUser> {
  const hash = { username: "alice", email: "a@example.com", password_hash: "hash", created_at: "1" };
  await withRedis((redis) => redis.hSet(keys.user("1"), hash));
  const stored = parseUser("1", hash);
  if (!stored) throw new Error("no user");
  return stored;
}
const sessionKeys = () => withRedis((redis) => redis.keys("session:*"));
const change = (stored: StoredUser, fields: Record<string, string>) =>
  withRedis((redis) => changeUser(redis, stored.user.id, {}, fields));

test("no session is created when the password changed while it was verified", async () => {
  const verified = await makeUser();
  await change(verified, { password_hash: "$2b$10$another" });
  expect(await createUserSession(verified, "")).toBeNull();
  expect(await sessionKeys()).toEqual([]);
});

test("no session is created when the second factors changed while the password was verified", async () => {
  const verified = await makeUser();
  await change(verified, { factors_version: "1" });
  expect(await createUserSession(verified, "")).toBeNull();
  expect(await sessionKeys()).toEqual([]);
});

test("no session is created when the account was disabled or deleted while the password was verified", async () => {
  const verified = await makeUser();
  await change(verified, { disabled_at: "1" });
  expect(await createUserSession(verified, "")).toBeNull();
  await withRedis((redis) => redis.del(keys.user(verified.user.id)));
  expect(await createUserSession(verified, "")).toBeNull();
  expect(await sessionKeys()).toEqual([]);
});

test("no interleaving of sign-ins and a password change leaves a session of the old password", async () => {
  const verified = await makeUser();
  for (let round = 0; round < 30; round++) {
    const stored = { ...verified, passwordHash: `hash ${round}` };
    await change(stored, { password_hash: stored.passwordHash });
    const signIns = Array.from({ length: 10 }, async (_, i) => {
      for (let turns = 0; turns < i; turns++) await new Promise(setImmediate);
      await createUserSession(stored, "");
    });
    const changed = (async () => {
      for (let turns = 0; turns < round % 10; turns++) await new Promise(setImmediate);
      await change(stored, { password_hash: "new" });
      await deleteOtherSessions(stored.user.id, null);
    })();
    await Promise.all([...signIns, changed]);
    expect(await sessionKeys(), `round ${round}`).toEqual([]);
  }
});

test("changing a user never recreates a deleted one", async () => {
  const stored = await makeUser();
  await withRedis((redis) => redis.del(keys.user(stored.user.id)));
  expect(await change(stored, { email: "b@example.com" })).toBe(false);
  expect(await withRedis((redis) => redis.exists(keys.user(stored.user.id)))).toBe(0);
});

async function openGuest(oldSid: string | null) {
  const opened = await openGuestSession(oldSid, "");
  if (!opened.ok) throw new Error(opened.reason);
  return opened.session;
}
const cartOf = async (owner: string) => ({ ...(await withRedis((redis) => redis.hGetAll(keys.cart(owner)))) });

test("B6: a sign-in with carts that together exceed the stock works, and the checkout names the line", async () => {
  const fields = { name: "Laptop", price: "1.00", stock: "10", category: "computers" };
  await withRedis((redis) => redis.hSet(keys.sku("laptop"), fields));
  const account = { id: "1", guest: false };
  await addToCart(account, "laptop", 10);
  const guest = await openGuest(null);
  await addToCart(guest.owner, "laptop", 5);
  const session = await openUserSession(await makeUser(), guest.sid, "");
  expect(session).not.toBeNull();
  const cart = await getCart(account);
  expect(cart).toMatchObject({ totalItems: 15, totalValue: "15.00" });
  expect(cart.items.map((line) => [line.quantity, line.stock, exceedsStock(line)])).toEqual([[15, 10, true]]);
  const recipient = {
    name: "A",
    address: "1 Road",
    city: "Town",
    postcode: "1",
    country: "NL",
    email: "a@example.com",
  };
  const buy = (total: string, key: string) => checkout({ owner: account, key, body: { ...recipient, total } });
  const short = [{ sku: "laptop", name: "Laptop", wanted: 15, available: 10 }];
  expect(await buy("15.00", "one")).toEqual({ ok: false, reason: "short", short });
  await setCartLine(account, "laptop", 10);
  expect(await buy("10.00", "two")).toMatchObject({ ok: true });
});

test("a copy of a guest's cookie brings nothing back after the guest has signed out", async () => {
  await withRedis((redis) => redis.hSet(keys.sku("laptop"), { name: "Laptop", price: "1.00" }));
  const first = await openGuest(null);
  await addToCart(first.owner, "laptop", 2);
  await withRedis((redis) => redis.zAdd(keys.wishlist(first.owner.id), { score: 1, value: "laptop" }));
  // The session that recovers an expired one is found from the cookie of either.
  await deleteSession(first.sid);
  const second = await openGuest(first.sid);
  expect(await cartOf(second.owner.id)).toEqual({ laptop: "2" });
  await signOutBySid(second.sid);
  await signOutBySid(second.sid);
  expect(await sessionKeys()).toEqual([]);
  for (const copied of [first.sid, second.sid]) {
    const next = await openGuest(copied);
    expect([first.sid, second.sid]).not.toContain(next.sid);
    expect(await addToCart(next.owner, "laptop", 1)).toMatchObject({ ok: true });
    expect(await cartOf(next.owner.id)).toEqual({ laptop: "1" });
  }
  // Nor does it bring a cart into an account.
  const verified = await makeUser();
  await openUserSession(verified, second.sid, "");
  expect(await cartOf("1")).toEqual({});
  expect(await withRedis((redis) => redis.exists(keys.wishlist("1")))).toBe(0);
});

test("a sign-out during the merge of a guest's cart leaves the merge to be finished", async () => {
  await withRedis((redis) => redis.hSet(keys.sku("laptop"), { name: "Laptop", price: "1.00" }));
  const { sid, owner } = await createSession(null, "");
  await addToCart(owner, "laptop", 2);
  await withRedis((redis) => redis.set(keys.cartMovedTo(owner.id), "1", { expiration: { type: "EX", value: 86_000 } }));
  await signOutBySid(sid);
  await openGuest(sid);
  expect(await cartOf("1")).toEqual({ laptop: "2" });
});
