import { expect, test } from "vitest";
import { mergeCart } from "#lib/cart/store.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { mergeWishlist } from "#lib/wishlist/store.ts";
import { setUpRedis } from "#test/redis.ts";
import { launchTestCluster } from "#test/redis-servers.ts";
import { findGuestRecovery } from "./guest-recovery.ts";
import { guestIdOf, newSid } from "./identity.ts";

setUpRedis(launchTestCluster);

const user = { id: "7", guest: false };

test("a guest whose session ran out leads to the same successor, whoever asks first", async () => {
  const sid = newSid();
  expect(await findGuestRecovery(sid)).toEqual({ kind: "none" });
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(sid)), "sku123", "1"));
  const next = await findGuestRecovery(sid);
  expect(next).toMatchObject({ kind: "guest", sid: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) });
  expect(await findGuestRecovery(sid)).toEqual(next);
});

test("a guest who has only saved something for later leads to a successor too", async () => {
  const sid = newSid();
  await withRedis((redis) => redis.zAdd(keys.wishlist(guestIdOf(sid)), { score: 1, value: "sku123" }));
  expect(await findGuestRecovery(sid)).toMatchObject({ kind: "guest", from: sid });
});

test("a wishlist that a sign-in died over before it was merged still goes to the user", async () => {
  const sid = newSid();
  const guest = guestIdOf(sid);
  await withRedis(async (redis) => {
    await redis.hSet(keys.sku("sku123"), { name: "AirPods", price: "1.00" });
    await redis.zAdd(keys.wishlist(guest), { score: 1, value: "sku123" });
  });
  // The cart, which goes first, was merged.
  await mergeCart(guest, user, resolveCheckout);
  await withRedis((redis) => redis.expire(keys.cartMovedTo(guest), 86_000));
  expect(await findGuestRecovery(sid)).toEqual({ kind: "used", from: sid, unfinishedMergeInto: user });
  await mergeWishlist(guest, user);
  expect(await withRedis((redis) => redis.zRange(keys.wishlist("7"), 0, -1))).toEqual(["sku123"]);
  expect(await findGuestRecovery(sid)).toEqual({ kind: "used", from: sid });
});

test("lines that a sign-in closed and then died over are not forgotten when the visitor goes on as a guest", async () => {
  const sid = newSid();
  const guest = guestIdOf(sid);
  await withRedis(async (redis) => {
    await redis.hSet(keys.cart(guest), "sku123", "2");
    await redis.set(keys.cartMovedTo(guest), user.id, { expiration: { type: "EX", value: 86_000 } });
  });
  expect(await findGuestRecovery(sid)).toEqual({ kind: "used", from: sid, unfinishedMergeInto: user });
  await mergeCart(guest, user, resolveCheckout);
  expect({ ...(await withRedis((redis) => redis.hGetAll(keys.cart("7")))) }).toEqual({ sku123: "2" });
  expect(await findGuestRecovery(sid)).toEqual({ kind: "used", from: sid });
});

test("right after a sign-in no guest session may begin: its cookie would replace the user's", async () => {
  const sid = newSid();
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(sid)), "sku123", "1"));
  await mergeCart(guestIdOf(sid), user, resolveCheckout);
  expect(await findGuestRecovery(sid)).toEqual({ kind: "signed-in" });
});

test("a guest sid that became a user's is never used for a guest again, however old the cookie that leads to it", async () => {
  const first = newSid();
  await withRedis((redis) => redis.hSet(keys.cart(guestIdOf(first)), "sku123", "1"));
  const next = await findGuestRecovery(first);
  if (next.kind !== "guest") throw new Error(next.kind);
  await mergeCart(guestIdOf(first), { id: guestIdOf(next.sid), guest: true }, resolveCheckout);
  await mergeCart(guestIdOf(next.sid), user, resolveCheckout);
  expect(await findGuestRecovery(first)).toEqual({ kind: "signed-in" });
  await withRedis((redis) => redis.expire(keys.cartMovedTo(guestIdOf(next.sid)), 80_000));
  expect(await findGuestRecovery(first)).toEqual({ kind: "used", from: next.sid });
});
