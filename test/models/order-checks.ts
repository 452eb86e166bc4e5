import { readDiscount } from "#lib/discount/store.ts";
import { parseMoney } from "#lib/money.ts";
import { discountOf } from "#lib/order/public-order.ts";
import { readOrder } from "#lib/order/record.ts";
import type { Order } from "#lib/order/schema.ts";
import { shopperOf } from "#lib/order/shopper-id.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { CODE, type OrderModel, OWNERS, SKUS, USER } from "./order-model.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

const cents = (money: string | undefined) => parseMoney(money ?? "") ?? Number.NaN;

/** The code is not used or held more often than allowed, in total and by each shopper, and both counts agree. */
async function checkLimits({ limits: { total, perShopper } }: OrderModel): Promise<void> {
  await withRedis(async (redis) => {
    const [hash, holds, uses] = await redis
      .multi()
      .hGetAll(keys.discount(CODE))
      .hGetAll(keys.discountHolds(CODE))
      .zRange(keys.discountUses(CODE), 0, -1)
      .execTyped();
    const used = Number(hash.used ?? 0);
    const held = Object.entries(holds);
    assert(used >= 0 && used + held.length <= total, `${used} used + ${held.length} held > ${total}`);
    const ordersById = new Map<string, Set<string>>();
    const note = (id = "", order = "") => ordersById.set(id, (ordersById.get(id) ?? new Set()).add(order));
    for (const use of uses) note(...use.split(" "));
    const orders = new Set([...ordersById.values()].flatMap((ofId) => [...ofId]));
    assert(orders.size === used, `${used} used, by ${uses.join()}`);
    for (const [order, shopper] of held) for (const id of shopper.split(" ")) note(id, order);
    for (const [id, { size }] of ordersById) assert(size <= perShopper, `${id} uses or holds ${size} > ${perShopper}`);
  });
}

/** The uses of the code are the orders placed with it, and each of these orders has the right total. */
async function checkUses(orders: readonly Order[]): Promise<void> {
  const expected: string[] = [];
  let used = 0;
  for (const order of orders) {
    const lines = sum(order.lines.map(({ lineTotal }) => cents(lineTotal)));
    const discount = discountOf(order);
    assert(cents(order.total) + cents(discount?.amount ?? "0.00") === lines, `${order.id} does not add up`);
    const half = Math.floor((lines + 1) / 2);
    assert(
      !discount || cents(discount.amount) === half,
      `${order.id} has a discount of ${discount?.amount} on ${lines}`,
    );
    if (!discount || order.status === "cancelled") continue;
    used += 1;
    for (const id of shopperOf(order).split(" ")) expected.push(`${id} ${order.id}`);
  }
  const [code, uses] = await withRedis((redis) =>
    Promise.all([readDiscount(redis, CODE), redis.zRange(keys.discountUses(CODE), 0, -1)]),
  );
  assert(uses.toSorted().join() === expected.toSorted().join(), `uses are ${uses}, not ${expected}`);
  assert(code?.used === used, `${code?.used} used, not ${used}`);
}

interface Counted {
  shopper: string;
  order: string;
  units: number;
}

/** What counts towards the purchase limit of a SKU. */
async function readCounted(sku: string): Promise<Counted[]> {
  const members = await withRedis((redis) => redis.zRange(keys.skuBoughtBy(sku), 0, -1));
  return members.map((member) => {
    const [shopper = "", order = "", units] = member.split(" ");
    return { shopper, order, units: Number(units) };
  });
}

/** No shopper has more of a SKU than its purchase limit allowed, and nothing is counted without a limit. */
async function checkPurchaseLimits({ purchaseLimits }: OrderModel): Promise<void> {
  for (const [sku, { highest }] of purchaseLimits) {
    const counted = await readCounted(sku);
    for (const { shopper } of counted) {
      const units = sum(counted.filter((other) => other.shopper === shopper).map((other) => other.units));
      assert(highest !== null && units <= highest, `${sku}: ${shopper} has ${units} of at most ${highest}`);
    }
  }
}

/** What is counted is what was bought and not cancelled, at least since the limit was last changed. */
async function checkCounted({ purchaseLimits }: OrderModel, kept: readonly Order[]): Promise<void> {
  for (const [sku, { highest, changed }] of purchaseLimits) {
    if (highest === null) continue;
    const counted = (await readCounted(sku)).map(({ shopper, order, units }) => `${shopper} ${order} ${units}`);
    const bought = kept.flatMap((order) =>
      order.lines
        .filter((line) => line.sku === sku)
        .flatMap((line) =>
          shopperOf(order)
            .split(" ")
            .map((id) => `${id} ${order.id} ${line.quantity}`),
        ),
    );
    const extra = counted.filter((one) => !bought.includes(one));
    assert(extra.length === 0, `${sku}: ${extra} counted, but not bought`);
    const missing = bought.filter((one) => !counted.includes(one));
    assert(changed || missing.length === 0, `${sku}: ${missing} bought, but not counted`);
  }
}

/** What must hold at every moment: nothing is oversold or lost, and nothing comes from nowhere. */
export async function checkInvariants(model: OrderModel): Promise<void> {
  await checkLimits(model);
  await checkPurchaseLimits(model);
  await withRedis(async (redis) => {
    const found = await Promise.all(
      SKUS.map((sku) => redis.multi().hGetAll(keys.sku(sku)).hVals(keys.skuHolds(sku)).execTyped()),
    );
    for (const [i, [hash, holds]] of found.entries()) {
      const sku = SKUS[i] ?? "";
      const supplied = model.supplied.get(sku);
      const [stock, sold, held] = [Number(hash.stock), Number(hash.sold ?? 0), sum(holds.map(Number))];
      const message = `${sku}: ${supplied} supplied = ${stock} stock + ${held} held + ${sold} sold`;
      assert(stock >= 0 && stock + held + sold === supplied, message);
    }
  });
}

/**
 * What must hold when the sweeper has finished.
 * @param options `lossy`: nodes have lost writes. Then what was bought may still be in a cart, whose lock was lost, and
 *   orders that were not confirmed may be gone
 */
export async function checkFinalState(model: OrderModel, { lossy = false } = {}): Promise<void> {
  await checkInvariants(model);
  await withRedis(async (redis) => {
    const allKeys = await redis.keys("*");
    const unfinished = allKeys.filter((key) => key.endsWith(":holds") || key === keys.ordersPending);
    assert(unfinished.length === 0, `unfinished: ${unfinished.join(" ")}`);
    const ids = allKeys.filter((key) => key.startsWith("order:")).map((key) => key.slice("order:".length));
    const orders = (await Promise.all(ids.map((id) => readOrder(redis, id)))).filter((order) => order !== null);
    const undecided = orders.filter((order) => order.status === "pending");
    assert(undecided.length === 0, `undecided: ${undecided.map(({ id }) => id).join(" ")}`);
    // A crashed attempt may leave the lock of a cart for the next one to replace; an order that was written may not.
    for (const owner of OWNERS) {
      const [id, began] = (await redis.get(keys.cartCheckout(owner)))?.split(" ") ?? [];
      const locked = orders.some(
        (order) => order.id === id && order.began === Number(began) && order.status !== "rejected",
      );
      assert(!locked, `the cart of ${owner} is locked by ${id}`);
    }
    const bought = orders.filter(({ status }) => status !== "rejected" && status !== "abandoned");
    const kept = bought.filter(({ status }) => status !== "cancelled");
    await checkUses(bought);
    await checkCounted(model, kept);

    for (const sku of SKUS) {
      const expected = sum(kept.flatMap(({ lines }) => lines).map((line) => (line.sku === sku ? line.quantity : 0)));
      const sold = Number(await redis.hGet(keys.sku(sku), "sold"));
      assert(sold === expected, `${sku}: ${sold} sold, ${expected} in orders`);
    }
    // The carts of guests who signed in were merged into the user's, so they are counted together.
    const user = [USER.id, ...model.signedIn];
    for (const owners of [user, ...OWNERS.filter((owner) => !user.includes(owner)).map((owner) => [owner])]) {
      const ownOrders = bought.filter((order) => owners.includes(order.owner));
      for (const sku of SKUS) {
        const ordered = sum(
          ownOrders.flatMap(({ lines }) => lines).map((line) => (line.sku === sku ? line.quantity : 0)),
        );
        const added = sum(owners.map((owner) => model.added.get(`${owner} ${sku}`) ?? 0));
        const carts = await Promise.all(owners.map((owner) => redis.hGet(keys.cart(owner), sku)));
        const inCarts = sum(carts.map(Number));
        assert(
          lossy ? added <= inCarts + ordered : added === inCarts + ordered,
          `${owners} ${sku}: ${added} added = ${inCarts} in carts + ${ordered} ordered`,
        );
      }
    }
    for (const owner of OWNERS) {
      const listed = await redis.zRange(keys.ordersOf(owner), 0, -1);
      const expected = bought.filter((order) => order.owner === owner).map(({ id }) => id);
      assert(listed.toSorted().join() === expected.toSorted().join(), `orders_of ${owner}`);
    }
    for (const order of bought) {
      assert((await redis.zScore(keys.orders, order.id)) !== null, `${order.id} is not listed`);
      for (const status of ["placed", "shipped", "delivered", "cancelled"]) {
        const listed = (await redis.zScore(keys.ordersOfStatus(status), order.id)) !== null;
        assert(!(order.status === status && !listed), `${order.id} is not listed as ${status}`);
      }
    }
    for (const { id, result } of model.results) {
      const order = orders.find((candidate) => candidate.id === id);
      if (result.ok && (result.confirmed || !lossy))
        assert(Boolean(order && bought.includes(order)), `${id} was confirmed but is no order`);
      else if (!result.ok && result.reason === "short" && !lossy)
        assert(order?.status === "rejected", `${id} was refused but is an order`);
    }
  });
}
