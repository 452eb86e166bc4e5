import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import { checkDiscount } from "#lib/discount/hold.ts";
import { createDiscountBody } from "#lib/discount/schema.ts";
import { createDiscount, editDiscount, getDiscount, setDiscountActive } from "#lib/discount/store.ts";
import { holdDiscountUse } from "#lib/order/lifecycle/discount-use.ts";
import { finishOrder } from "#lib/order/lifecycle/finish.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import { discountOf, toPublicOrder } from "#lib/order/public-order.ts";
import { orderHash } from "#lib/order/schema.ts";
import { getOrder, listAllOrders } from "#lib/order/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { checkout } from "./checkout.ts";

setUpRedis(launchTestCluster);

const recipient = { name: "Ann Other", address: "1 Road", city: "Town", postcode: "1000", country: "NL" };
const owner = (id: string) => ({ id, guest: !/^\d+$/.test(id) });
const createCode = (input: object) => createDiscount(createDiscountBody.parse({ code: "FIVE", ...input }));
const redisSeconds = () => withRedis((redis) => redis.eval("return redis.call('TIME')[1]", { keys: ["time"] }));
const nowInSeconds = () => Math.floor(Date.now() / 1000);

interface Purchase {
  email?: string;
  key?: string;
  code?: string;
}
/** Checks out, and retries while another checkout with the same key is under way. */
async function buy(
  id: string,
  total: string,
  { email = `${id}@example.org`, key = "a key", code = "FIVE" }: Purchase = {},
) {
  for (;;) {
    const result = await checkout({ owner: owner(id), key, body: { ...recipient, email, total, discount: code } });
    if (result.ok || result.reason !== "under-way") return result;
    await sleep(10);
  }
}

// However long a busy machine suspends a checkout, nothing here may treat it as crashed.
beforeAll(() => void Object.assign(timeouts, { staleLockMs: 120_000 }));
beforeEach(async () => {
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { name: "Lamp", price: "19.99", stock: "100" }));
});

test("an order keeps its code and the agreed amount when the code changes later", async () => {
  await createCode({ kind: "percent", value: "15", minimum: "39.98" });
  await addToCart(owner("7"), "LAMP", 2);
  const result = await buy("7", "33.98");
  if (!result.ok) throw new Error("not placed");
  expect(discountOf(result.order)).toEqual({ code: "FIVE", amount: "6.00", subtotal: "39.98" });
  await withRedis((redis) => redis.hSet(keys.discount("FIVE"), { value: "99" }));
  expect((await getOrder("7", result.order.id))?.total).toBe("33.98");
  expect(await getDiscount("FIVE")).toMatchObject({ used: 1, held: 0 });
  expect(await buy("7", "33.98")).toEqual(result);
  expect(await buy("7", "33.98", { code: "SIX" })).toEqual({ ok: false, reason: "other-body" });
});

test("A4: a percentage of an odd price is rounded to the cent, and total, discount and reply agree", async () => {
  await createCode({ code: "QUARTER", kind: "percent", value: "25" });
  await addToCart(owner("7"), "LAMP", 1);
  const result = await buy("7", "14.99", { code: "QUARTER" });
  if (!result.ok) throw new Error("not placed");
  expect(toPublicOrder(result.order)).toMatchObject({ total: "14.99", discount: { code: "QUARTER", amount: "5.00" } });
  expect((await listAllOrders({ limit: 1 })).items[0]).toMatchObject({ total: "14.99", discount_amount: "5.00" });
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { price: "0.01" }));
  await createCode({ code: "HALF", kind: "percent", value: "50" });
  await addToCart(owner("8"), "LAMP", 1);
  expect(await buy("8", "0.00", { code: "HALF" })).toMatchObject({ ok: true, order: { discount_amount: "0.01" } });
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { price: "0.33" }));
  await createCode({ code: "THIRD", kind: "percent", value: "33" });
  await addToCart(owner("9"), "LAMP", 3);
  expect(await buy("9", "0.66", { code: "THIRD" })).toMatchObject({ ok: true, order: { discount_amount: "0.33" } });
});

test.each([
  ["100 percent", { kind: "percent", value: "100" }],
  ["more than the cart costs", { kind: "fixed", value: "999" }],
])("A5: a code for %s leaves nothing to pay, and the order is placed", async (_, code) => {
  await withRedis((redis) => redis.hSet(keys.sku("LAMP"), { price: "11.50" }));
  await createCode(code);
  await addToCart(owner("7"), "LAMP", 2);
  const result = await buy("7", "0.00");
  if (!result.ok) throw new Error("not placed");
  expect(toPublicOrder(result.order)).toMatchObject({ total: "0.00", discount: { amount: "23.00" } });
});

test("A6: a code ends at that very second by the clock of Redis, and the refusal names it in UTC", async () => {
  await createCode({ kind: "fixed", value: "5.00" });
  const check = async (endsIn: number) => {
    const seconds = Math.floor(Number(await redisSeconds())) + endsIn;
    await withRedis((redis) => redis.hSet(keys.discount("FIVE"), { ends_at: String(seconds) }));
    return { seconds, ...(await withRedis((redis) => checkDiscount(redis, "FIVE", "7", 1999))) };
  };
  expect(await check(60)).toMatchObject({ ok: true });
  const ended = await check(0);
  if (ended.ok) throw new Error("not refused");
  expect(ended.refusal).toEqual({ rule: "expired", detail: String(ended.seconds) });
  const refusal = { rule: "expired" as const, detail: String(Date.UTC(2027, 4, 31, 23, 59) / 1000) };
  expect(explainDiscountRefusal(refusal)).toBe("expired on 31 May 2027 at 23:59 UTC");
});

test("the total is after the discount: a total shown without it is refused, with the new one", async () => {
  await createCode({ kind: "fixed", value: "25" });
  await addToCart(owner("7"), "LAMP", 1);
  expect(await buy("7", "19.99")).toMatchObject({ ok: false, reason: "changed", total: "0.00" });
  expect(await buy("7", "0.00")).toMatchObject({ ok: true, order: { total: "0.00", discount_amount: "19.99" } });
});

test("a refusal names its rule, and cart and stock are unchanged", async () => {
  await addToCart(owner("7"), "LAMP", 1);
  const rule = async (code: string) => {
    const result = await buy("7", "14.99", { code });
    return !result.ok && result.reason === "discount" ? result.refusal : result;
  };
  const five = { kind: "fixed", value: "5.00" };
  const at = (s: number) => new Date(s * 1000).toISOString();
  await createCode({ ...five, code: "EARLY", startsAt: at(nowInSeconds() + 1000) });
  await createCode({ ...five, code: "LATE", endsAt: at(nowInSeconds() - 1) });
  await createCode({ ...five, code: "BIG", minimum: "20.00" });
  await createCode({ ...five, code: "STOPPED" });
  await setDiscountActive("STOPPED", false);
  expect(await rule("NONE")).toEqual({ rule: "unknown", detail: "" });
  expect(await rule("EARLY")).toMatchObject({ rule: "early" });
  expect(await rule("LATE")).toMatchObject({ rule: "expired", detail: expect.stringMatching(/^\d+$/) });
  expect(await rule("BIG")).toEqual({ rule: "minimum", detail: "20.00" });
  expect(await rule("STOPPED")).toEqual({ rule: "stopped", detail: "" });
  expect((await getCart(owner("7"))).totalItems).toBe(1);
  expect(await withRedis((redis) => redis.hGet(keys.sku("LAMP"), "stock"))).toBe("100");
});

test("twenty shoppers at once for a code with one use: one order gets it, the other carts and their stock are unchanged", async () => {
  await createCode({ kind: "fixed", value: "5.00", totalLimit: 1 });
  const ids = Array.from({ length: 20 }, (_, i) => `gShopper${i}`);
  await Promise.all(ids.map((id) => addToCart(owner(id), "LAMP", 1)));
  const results = await Promise.all(ids.map((id) => buy(id, "14.99")));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  for (const [i, result] of results.entries()) {
    expect((await getCart(owner(ids[i] ?? ""))).totalItems).toBe(result.ok ? 0 : 1);
    const refusal = { rule: "used-up", detail: "" };
    if (!result.ok) expect(result).toEqual({ ok: false, reason: "discount", code: "FIVE", refusal });
  }
  expect(await getDiscount("FIVE")).toMatchObject({ used: 1, held: 0 });
  expect(await withRedis((redis) => redis.hmGet(keys.sku("LAMP"), ["stock", "sold"]))).toEqual(["99", "1"]);
  // Without the code, the others can still buy, with another key.
  const refused = ids[results.findIndex(({ ok }) => !ok)] ?? "";
  expect(
    await checkout({ owner: owner(refused), key: "b", body: { ...recipient, email: "x@example.org", total: "19.99" } }),
  ).toMatchObject({ ok: true });
});

test("twenty requests with the same key at once for the last use: one order, and none is told that the code is used up", async () => {
  await createCode({ kind: "fixed", value: "5.00", totalLimit: 1, userLimit: 1 });
  await addToCart(owner("7"), "LAMP", 1);
  const results = await Promise.all(Array.from({ length: 20 }, () => buy("7", "14.99")));
  expect(new Set(results.map((result) => (result.ok ? result.order.id : JSON.stringify(result)))).size).toBe(1);
  expect(await getDiscount("FIVE")).toMatchObject({ used: 1, held: 0 });
});

test("a cancelled order returns its use once, to the code and to the shopper", async () => {
  await createCode({ kind: "fixed", value: "5.00", totalLimit: 2, userLimit: 1 });
  for (const id of ["7", "8", "9"]) await addToCart(owner(id), "LAMP", 1);
  const one = await buy("7", "14.99");
  await buy("8", "14.99");
  expect(await buy("9", "14.99")).toMatchObject({ refusal: { rule: "used-up" } });
  if (!one.ok) throw new Error("not placed");
  const cancelled = await transitionOrder(one.order.id, "cancelled");
  if (!cancelled.ok) throw new Error("not cancelled");
  for (let i = 0; i < 2; i++) await withRedis((redis) => finishOrder(redis, cancelled.order, 0));
  expect(await getDiscount("FIVE")).toMatchObject({ used: 1, held: 0 });
  const uses = await withRedis((redis) => redis.zRange(keys.discountUses("FIVE"), 0, -1));
  expect(uses.map((use) => use.split(" ")[0])).toEqual(["8", expect.stringMatching(/^~/)]);
  await addToCart(owner("7"), "LAMP", 1);
  expect(await buy("7", "14.99", { key: "b" })).toMatchObject({ ok: true });
});

test("lowering the limit of a code refuses further orders and does not change those already placed", async () => {
  await createCode({ kind: "fixed", value: "5.00", totalLimit: 10 });
  for (const id of ["7", "8"]) await addToCart(owner(id), "LAMP", 1);
  expect(await buy("7", "14.99")).toMatchObject({ ok: true });
  await editDiscount({ code: "FIVE", totalLimit: 1 });
  expect(await buy("8", "14.99")).toMatchObject({ refusal: { rule: "used-up" } });
  expect(await getDiscount("FIVE")).toMatchObject({ used: 1, total_limit: 1 });
});

test("held uses count for both limits, and a rejected order releases its use for good", async () => {
  await createCode({ kind: "fixed", value: "5.00", totalLimit: 2, userLimit: 1 });
  const hash = { status: "pending", version: "1", email: "ann@example.org", total: "14.99" };
  const order = (id: string, owner: string) => {
    const fields = { ...hash, owner, discount_code: "FIVE", discount_amount: "5.00" };
    return { id, ...orderHash.parse(fields) };
  };
  const [one, two, other, last] = [order("A", "gA"), order("B", "gB"), order("C", "7"), order("D", "8")];
  await withRedis(async (redis) => {
    expect([await holdDiscountUse(redis, one), await holdDiscountUse(redis, one)]).toEqual(["held", "held"]);
    expect(await holdDiscountUse(redis, two)).toMatchObject({ rule: "used-by-you" });
    expect(await holdDiscountUse(redis, other)).toBe("held");
    expect(await holdDiscountUse(redis, last)).toMatchObject({ rule: "used-up" });
    await finishOrder(redis, { ...one, status: "rejected" }, 0);
    expect(await holdDiscountUse(redis, one)).toBe("closed");
    expect(await holdDiscountUse(redis, two)).toBe("held");
  });
  expect(await getDiscount("FIVE")).toMatchObject({ used: 0, held: 2 });
});
