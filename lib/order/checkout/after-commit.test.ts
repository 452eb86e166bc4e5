import { beforeAll, expect, test } from "vitest";
import { addToCart } from "#lib/cart/store.ts";
import { config } from "#lib/config.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts as orderTimeouts } from "#lib/order/lifecycle/timeouts.ts";
import { readOrder } from "#lib/order/record.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { timeouts } from "#lib/redis/timeouts.ts";
import type { Session } from "#lib/session/schema.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpCrashes } from "#test/faults/tools/crash.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { buyCart } from "./buy.ts";
import { orderIdOf } from "./idempotency.ts";

/** Once an order is placed no answer says otherwise, and its key tells the truth to whoever asks. */

const { server } = setUpRedis();
const { proxy, direct } = setUpCrashes(server);
const KEY = "a key";
const BODY = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org", total: "5.00" };
const guest: Session = {
  ...{ sid: "sid", user: null, owner: { id: "gGuest", guest: true }, device: "" },
  ...{ createdAt: 0, lastActivity: 0, currentPage: "/", pageViews: 0 },
};
const user: Session = { ...guest, user: { id: "7", username: "ann" }, owner: { id: "7", guest: false } };
const idOf = (session: Session) => orderIdOf(session.owner.id, KEY);
const buy = (session = guest, body: Partial<typeof BODY> = {}) =>
  buyCart(session, KEY, { ...BODY, ...body }, "203.0.113.7");

// However long a busy machine suspends a checkout, nothing here may treat it as crashed.
beforeAll(() => void Object.assign(orderTimeouts, { staleLockMs: 120_000 }));

async function fillCart(session = guest): Promise<void> {
  await direct().hSet(keys.sku("LAST"), { name: "Last", price: "5.00", stock: "1" });
  await addToCart(session.owner, "LAST", 1);
}

/** Sweeps whatever is pending, as if three seconds had passed. */
async function sweepNow(): Promise<void> {
  orderTimeouts.sweepAfterMs = -120_000;
  await withRedis(sweepOrders);
  orderTimeouts.sweepAfterMs = 3000;
}

test.each([
  ["a guest", guest],
  ["a user", user],
])(
  "the order of %s, cut off at any command: once it is placed the answer is the order, else unknown",
  async (_, who) => {
    const answers = new Set<string>();
    for (let commands = 0, isCut = true; isCut; commands++) {
      await direct().flushAll();
      const account = { username: "ann", email: "ann@example.org", password_hash: "x", role: "user" };
      await direct().hSet(keys.user("7"), account);
      await fillCart(who);
      proxy().cutAfter(commands);
      const result = await buy(who);
      const status = (await readOrder(direct(), idOf(who)))?.status ?? "none";
      answers.add(`${status}: ${result.ok ? "ok" : result.reason}`);
      isCut = status !== "placed" || (await direct().zCard(keys.ordersPending)) > 0;
      proxy().cutAfter(null);
      await closeRedis();
      // The shopper asks again with the same key.
      await sweepNow();
      Object.assign(orderTimeouts, { staleLockMs: -120_000 });
      expect(await buy(who)).toMatchObject({ ok: true, order: { id: idOf(who) } });
      Object.assign(orderTimeouts, { staleLockMs: 120_000 });
      expect(await direct().hmGet(keys.sku("LAST"), ["stock", "sold"])).toEqual(["0", "1"]);
      expect(await direct().zCard(keys.ordersOf(who.owner.id))).toBe(1);
    }
    expect(answers).toEqual(new Set(["none: unknown", "pending: unknown", "placed: ok"]));
  },
);

test("G1: without the permission to publish, an order is placed, said to be placed, and finished", async () => {
  const log = captureLog();
  await fillCart();
  await direct().sendCommand(["ACL", "SETUSER", "default", "resetchannels"]);
  try {
    expect(await buy()).toMatchObject({ ok: true, order: { status: "placed" } });
  } finally {
    await direct().sendCommand(["ACL", "SETUSER", "default", "allchannels"]);
  }
  expect(await direct().zCard(keys.ordersPending)).toBe(0);
  expect(await direct().hGetAll(keys.skuHolds("LAST"))).toEqual({});
  // The test before this one has broken the connection.
  expect(log.filter(({ event }) => event !== "redis-back")).toMatchObject([
    { event: "stock-not-announced", sku: "LAST" },
  ]);
});

test("an order that can't be finished is said to be placed; the sweeper finishes it later, and others meanwhile", async () => {
  captureLog();
  await fillCart();
  const closed = keys.skuClosed("LAST");
  // At the commit: before it, the order would not be placed.
  proxy().onCommand(async (command) => {
    if (command.includes("placed_at")) await direct().set(closed, "not a sorted set");
  });
  expect(await buy()).toMatchObject({ ok: true, order: { status: "placed" } });
  proxy().onCommand(null);
  expect(await buy()).toMatchObject({ ok: true, order: { status: "placed" } });
  const [before] = await direct().zRangeWithScores(keys.ordersPending, 0, -1);
  await sweepNow();
  const [after] = await direct().zRangeWithScores(keys.ordersPending, 0, -1);
  expect(after?.score).toBeGreaterThan(before?.score ?? 0);
  await direct().unlink(closed);
  await sweepNow();
  expect(await direct().zRange(keys.ordersOf(guest.owner.id), 0, -1)).toEqual([idOf(guest)]);
  expect(await direct().zCard(keys.ordersPending)).toBe(0);
});

test("G8: a list of orders that is damaged is set aside, and the order is listed", async () => {
  captureLog();
  await fillCart();
  const list = keys.ordersOf(guest.owner.id);
  await direct().set(list, "not a sorted set");
  expect(await buy()).toMatchObject({ ok: true, order: { status: "placed" } });
  expect(await direct().zRange(list, 0, -1)).toEqual([idOf(guest)]);
  expect(await direct().get(`{${list}}:damaged`)).toBe("not a sorted set");
  expect(await direct().zCard(keys.ordersPending)).toBe(0);
});

test("an order that is placed but not finished when the time is up is said to be placed", async () => {
  const long = { ...timeouts };
  // On a busy machine even the commit may come after a deadline; then with a longer one.
  for (let deadlineMs = 1000; ; deadlineMs *= 2) {
    await direct().flushAll();
    await fillCart();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isPlaced = false;
    proxy().onCommand(async (command) => {
      if (!command.includes(keys.orders) || !command.includes("ZADD") || command.includes("pending")) return;
      isPlaced = true;
      await released;
    });
    timeouts.deadlineMs = deadlineMs;
    const result = await buy();
    proxy().onCommand(null);
    release();
    Object.assign(timeouts, long);
    await closeRedis();
    if (!isPlaced && deadlineMs < 60_000) continue;
    expect(result).toMatchObject({ ok: true, order: { status: "placed" } });
    break;
  }
});

test("the same key tells of its order past the limit of a guest's address, and after a change of the account's", async () => {
  config().LIMIT_GUEST_ORDERS = 1;
  await fillCart();
  const placed = await buy();
  expect(placed).toMatchObject({ ok: true });
  expect(await buyCart(guest, "another key", BODY, "203.0.113.7")).toMatchObject({ reason: "too-many-orders" });
  expect(await buy()).toEqual(placed);

  const fields = { username: "ann", password_hash: "x", role: "user" };
  await direct().hSet(keys.user("7"), { ...fields, email: "ann@example.org" });
  await fillCart(user);
  const { email: _, ...body } = BODY;
  const first = await buyCart(user, KEY, body, "203.0.113.7");
  await direct().hSet(keys.user("7"), { email: "new@example.org" });
  expect(first).toMatchObject({ ok: true, order: { email: "ann@example.org" } });
  expect(await buyCart(user, KEY, body, "203.0.113.7")).toEqual(first);
});

test("what fails after a refusal does not hide it", async () => {
  captureLog();
  await fillCart();
  let counted = 0;
  proxy().onCommand(async (command) => {
    // Counts the order of a guest; then gives it back, because it was not placed.
    if (command.includes(keys.limitGuestOrders) && ++counted === 2) await closeRedis();
  });
  expect(await buy(guest, { total: "4.00" })).toMatchObject({ ok: false, reason: "changed", total: "5.00" });
  proxy().onCommand(null);
  expect(counted).toBe(2);
});
