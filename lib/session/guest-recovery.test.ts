import { expect, test } from "vitest";
import { mergeCart } from "#lib/cart/merge.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { mergeWishlist } from "#lib/wishlist/merge.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { findGuestRecovery } from "./guest-recovery.ts";
import { guestIdOf, newSid } from "./identity.ts";

setUpRedis(launchTestCluster);

const user = { id: "7", guest: false };

test("an expired guest session is always recovered into the same session, whichever request asks first", async () => {
  const sid = newSid();
  expect(await findGuestRecovery(sid)).toEqual({ kind: "none" });
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(sid)), "sku123", "1"));
  const next = await findGuestRecovery(sid);
  expect(next).toMatchObject({ kind: "recoverable", recoverySid: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) });
  expect(await findGuestRecovery(sid)).toEqual(next);
});

test("a guest who has only saved something for later is recovered too", async () => {
  const sid = newSid();
  await withRedis((redis) => redis.zAdd(keys.wishlist(guestIdOf(sid)), { score: 1, value: "sku123" }));
  expect(await findGuestRecovery(sid)).toMatchObject({ kind: "recoverable", expiredSid: sid });
});

test("a wishlist still goes to the user when the sign-in crashed before it was merged", async () => {
  const sid = newSid();
  const guest = guestIdOf(sid);
  await withRedis(async (redis) => {
    await redis.hSet(keys.sku("sku123"), { name: "AirPods", price: "1.00" });
    await redis.zAdd(keys.wishlist(guest), { score: 1, value: "sku123" });
  });
  // The cart is merged first.
  await mergeCart(guest, user, resolveCheckout);
  await withRedis((redis) => redis.expire(keys.cartMovedTo(guest), 86_000));
  expect(await findGuestRecovery(sid)).toEqual({ kind: "merged", expiredSid: sid, unfinishedMergeInto: user });
  await mergeWishlist(guest, user);
  expect(await withRedis((redis) => redis.zRange(keys.wishlist("7"), 0, -1))).toEqual(["sku123"]);
  expect(await findGuestRecovery(sid)).toEqual({ kind: "merged", expiredSid: sid });
});

test("lines of a cart that a sign-in closed before it crashed are not lost when the visitor goes on as a guest", async () => {
  const sid = newSid();
  const guest = guestIdOf(sid);
  await withRedis(async (redis) => {
    await redis.hSet(keys.cart(guest), "sku123", "2");
    await redis.set(keys.cartMovedTo(guest), user.id, { expiration: { type: "EX", value: 86_000 } });
  });
  expect(await findGuestRecovery(sid)).toEqual({ kind: "merged", expiredSid: sid, unfinishedMergeInto: user });
  await mergeCart(guest, user, resolveCheckout);
  expect({ ...(await withRedis((redis) => redis.hGetAll(keys.cart("7")))) }).toEqual({ sku123: "2" });
  expect(await findGuestRecovery(sid)).toEqual({ kind: "merged", expiredSid: sid });
});

test("no guest session may begin right after a sign-in: its cookie would replace the user's", async () => {
  const sid = newSid();
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(sid)), "sku123", "1"));
  await mergeCart(guestIdOf(sid), user, resolveCheckout);
  expect(await findGuestRecovery(sid)).toEqual({ kind: "just-signed-in" });
});

test("a sid that was merged into an account is never used for a guest again, however old the cookie that leads to it", async () => {
  const first = newSid();
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(first)), "sku123", "1"));
  const next = await findGuestRecovery(first);
  if (next.kind !== "recoverable") throw new Error(next.kind);
  await mergeCart(guestIdOf(first), { id: guestIdOf(next.recoverySid), guest: true }, resolveCheckout);
  await mergeCart(guestIdOf(next.recoverySid), user, resolveCheckout);
  expect(await findGuestRecovery(first)).toEqual({ kind: "just-signed-in" });
  await withRedis((redis) => redis.expire(keys.cartMovedTo(guestIdOf(next.recoverySid)), 80_000));
  expect(await findGuestRecovery(first)).toEqual({ kind: "merged", expiredSid: next.recoverySid });
});
