import { shopperId } from "#lib/discount/shopper-id.ts";
import { readDiscount } from "#lib/discount/store.ts";
import { parseMoney } from "#lib/money.ts";
import { discountOf } from "#lib/order/public-order.ts";
import { readOrder } from "#lib/order/record.ts";
import type { Order } from "#lib/order/schema.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { CODE, OWNERS, SKUS, USER, type World } from "./order-model.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function demand(truth: boolean, text: string): asserts truth {
  if (!truth) throw new Error(text);
}

const cents = (money: string | undefined) => parseMoney(money ?? "") ?? Number.NaN;

/** No code is used or held more often than it may be, in all and by one shopper; what is counted for each is counted in all. */
async function checkLimits({ limits: { total, each } }: World): Promise<void> {
  await withRedis(async (redis) => {
    const places = [keys.discountHolds(CODE), keys.discountUsedBy(CODE)] as const;
    const [hash, holds, usedBy] = await redis
      .multi()
      .hGetAll(keys.discount(CODE))
      .hVals(places[0])
      .hGetAll(places[1])
      .execTyped();
    const used = Number(hash.used ?? 0);
    demand(used >= 0 && used + holds.length <= total, `${used} used + ${holds.length} held > ${total}`);
    demand(sum(Object.values(usedBy).map(Number)) === used, `${used} used, by ${JSON.stringify(usedBy)}`);
    for (const who of new Set([...holds, ...Object.keys(usedBy)])) {
      const mine = Number(usedBy[who] ?? 0) + holds.filter((holder) => holder === who).length;
      demand(mine <= each, `${who} uses or holds ${mine} > ${each}`);
    }
  });
}

/** Who has used a code is who has placed an order with it, and paid that much less. */
async function checkUses(orders: readonly Order[]): Promise<void> {
  const wanted = new Map<string, number>();
  for (const order of orders) {
    const lines = sum(order.lines.map(({ lineTotal }) => cents(lineTotal)));
    const off = discountOf(order);
    demand(cents(order.total) + cents(off?.amount ?? "0.00") === lines, `${order.id} does not add up`);
    demand(!off || cents(off.amount) === Math.floor((lines + 1) / 2), `${order.id} has ${off?.amount} off ${lines}`);
    if (!off || order.status === "cancelled") continue;
    const who = shopperId(order.owner, order.email);
    wanted.set(who, (wanted.get(who) ?? 0) + 1);
  }
  const [code, usedBy] = await withRedis((redis) =>
    Promise.all([readDiscount(redis, CODE), redis.hGetAll(keys.discountUsedBy(CODE))]),
  );
  const same = [...wanted].every(([who, times]) => Number(usedBy[who]) === times);
  demand(same && Object.keys(usedBy).length === wanted.size, `used by ${JSON.stringify(usedBy)}`);
  demand(code?.used === sum([...wanted.values()]), `${code?.used} used`);
}

/** What must hold at every moment: nothing is oversold, nothing vanishes, nothing is made of thin air. */
export async function checkStock(world: World): Promise<void> {
  await checkLimits(world);
  await withRedis(async (redis) => {
    const found = await Promise.all(
      SKUS.map((sku) => redis.multi().hGetAll(keys.sku(sku)).hVals(keys.skuHolds(sku)).execTyped()),
    );
    for (const [i, [hash, holds]] of found.entries()) {
      const sku = SKUS[i] ?? "";
      const [stock, sold, held] = [Number(hash.stock), Number(hash.sold ?? 0), sum(holds.map(Number))];
      const said = `${sku}: ${world.supplied.get(sku)} supplied = ${stock} stock + ${held} held + ${sold} sold`;
      demand(stock >= 0 && stock + held + sold === world.supplied.get(sku), said);
    }
  });
}

/** What must hold when the sweeper has done its work. */
export async function checkRest(world: World): Promise<void> {
  await checkStock(world);
  await withRedis(async (redis) => {
    const everything = await redis.keys("*");
    const left = everything.filter((key) => key.endsWith(":holds") || key === keys.ordersPending);
    demand(left.length === 0, `left behind: ${left.join(" ")}`);
    const ids = everything.filter((key) => key.startsWith("order:")).map((key) => key.slice("order:".length));
    const orders = (await Promise.all(ids.map((id) => readOrder(redis, id)))).filter((order) => order !== null);
    const undecided = orders.filter((order) => order.status === "pending");
    demand(undecided.length === 0, `undecided: ${undecided.map(({ id }) => id).join(" ")}`);
    // A dead attempt may leave its claim on a cart, for the next to replace; an order never.
    for (const owner of OWNERS) {
      const [id, began] = (await redis.get(keys.cartCheckout(owner)))?.split(" ") ?? [];
      const alive = orders.some(
        (order) => order.id === id && order.began === Number(began) && order.status !== "rejected",
      );
      demand(!alive, `the cart of ${owner} is claimed by ${id}`);
    }
    const bought = orders.filter(({ status }) => status !== "rejected" && status !== "abandoned");
    await checkUses(bought);

    for (const sku of SKUS) {
      const kept = bought.filter(({ status }) => status !== "cancelled");
      const wanted = sum(kept.flatMap(({ lines }) => lines).map((line) => (line.sku === sku ? line.quantity : 0)));
      const sold = Number(await redis.hGet(keys.sku(sku), "sold"));
      demand(sold === wanted, `${sku}: ${sold} sold, ${wanted} in orders`);
    }
    // What signed-in guests had is the user's: it is counted together.
    const user = [USER.id, ...world.signedIn];
    for (const owners of [user, ...OWNERS.filter((owner) => !user.includes(owner)).map((owner) => [owner])]) {
      const mine = bought.filter((order) => owners.includes(order.owner));
      for (const sku of SKUS) {
        const taken = sum(mine.flatMap(({ lines }) => lines).map((line) => (line.sku === sku ? line.quantity : 0)));
        const added = sum(owners.map((owner) => world.added.get(`${owner} ${sku}`) ?? 0));
        const carts = await Promise.all(owners.map((owner) => redis.hGet(keys.cart(owner), sku)));
        const left = sum(carts.map(Number));
        demand(added === left + taken, `${owners} ${sku}: ${added} added = ${left} in the cart + ${taken} bought`);
      }
    }
    for (const owner of OWNERS) {
      const listed = await redis.zRange(keys.ordersOf(owner), 0, -1);
      const mine = bought.filter((order) => order.owner === owner).map(({ id }) => id);
      demand(listed.toSorted().join() === mine.toSorted().join(), `orders_of ${owner}`);
    }
    for (const order of bought) {
      demand((await redis.zScore(keys.orders, order.id)) !== null, `${order.id} is not listed`);
      for (const status of ["placed", "shipped", "delivered", "cancelled"]) {
        const listed = (await redis.zScore(keys.ordersOfStatus(status), order.id)) !== null;
        demand(!(order.status === status && !listed), `${order.id} is not listed as ${status}`);
      }
    }
    for (const { id, result } of world.results) {
      const order = orders.find((one) => one.id === id);
      if (result.ok) demand(Boolean(order && bought.includes(order)), `${id} was confirmed and is no order`);
      else if (result.reason === "short") demand(order?.status === "rejected", `${id} was refused and is an order`);
    }
  });
}
