import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { listsOf } from "#lib/order/lifecycle/durability.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { readOrder } from "#lib/order/record.ts";
import { repairOrders } from "#lib/order/repair/repair-orders.ts";
import type { Order } from "#lib/order/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { startRepair } from "#lib/redis/repair/repair.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import type { FailoverNode, Pair } from "#test/servers/failover.ts";
import type { ShoppingOrder, ShoppingReport } from "#test/servers/programs/shopping-process.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** Orders amid failovers: shoppers of two processes, a replica that is held back, and the books afterwards. */

/** Units of each SKU of a round: so few that one after the other sells out, and that what comes back is sold again. */
const STOCK = 40;
const SKUS = 40;

/** What the shoppers of both processes were told. */
export interface Told {
  replies: Record<string, number>;
  slowestMs: number;
  outageMs: number;
  /** orders by the last that was said of them: confirmed (201) or not (202) */
  orders: Map<string, { confirmed: boolean; sku: string; quantity: number }>;
  sessions: string[];
  carts: Map<string, { sku: string; quantity: number }>;
}

/** Processes that shop when they are told to. */
export async function startShops(count: number, env: Record<string, string>) {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  const shops: ChildProcess[] = Array.from({ length: count }, () =>
    fork("test/servers/programs/shopping-process.ts", { env: { ...rest, LOG_LEVEL: "error", ...env } }),
  );
  let told: Told;
  const forget = () => {
    told = { replies: {}, slowestMs: 0, outageMs: 0, orders: new Map(), sessions: [], carts: new Map() };
  };
  forget();
  const waiting = new Map<ChildProcess, { kind: string; said: PromiseWithResolvers<void> }>();
  const untilSaid = (shop: ChildProcess, kind: string) => {
    const said = Promise.withResolvers<void>();
    waiting.set(shop, { kind, said });
    return said.promise;
  };
  for (const shop of shops) {
    shop.on("exit", (code) => waiting.get(shop)?.said.reject(new Error(`A shop ended with ${code}`)));
    shop.on("message", (message: ShoppingReport) => {
      const awaited = waiting.get(shop);
      if (awaited?.kind === message.kind) awaited.said.resolve();
      if (message.kind === "reply") {
        const { status, ms, order, sku = "", quantity = 0 } = message;
        told.replies[status] = (told.replies[status] ?? 0) + 1;
        told.slowestMs = Math.max(told.slowestMs, ms);
        if (order) told.orders.set(order, { confirmed: status === 201, sku, quantity });
      }
      if (message.kind === "session") told.sessions.push(message.sid);
      if (message.kind === "cart") told.carts.set(message.owner, message);
      if (message.kind === "outage") told.outageMs = Math.max(told.outageMs, message.ms);
    });
  }
  await Promise.all(shops.map((shop) => untilSaid(shop, "ready")));
  const send = (shop: ChildProcess, message: ShoppingOrder) => shop.send(message);
  return {
    begin(skus: string[], shoppers: number): void {
      forget();
      for (const [i, shop] of shops.entries()) {
        const owners = Array.from({ length: shoppers }, (_, n) => `${1 + i}${String(n).padStart(3, "0")}`);
        send(shop, { begin: { owners, skus } });
      }
    },
    /** Waits until each shopper has a final answer. */
    async end(): Promise<Told> {
      const stopped = shops.map((shop) => untilSaid(shop, "stopped"));
      for (const shop of shops) send(shop, { stop: true });
      await Promise.all(stopped);
      return told;
    },
    stop(): void {
      for (const shop of shops) shop.kill("SIGKILL");
    },
  };
}

/** Repeats what may be repeated until Redis answers. */
export const served = <T>(work: (redis: Redis) => Promise<T>) =>
  retryWhileAway(() => withRedis(work), { everyMs: 50, forMs: 120_000 });

/** Writes SKUs of a round. @returns their ids */
export async function supply(round: string): Promise<string[]> {
  const skus = Array.from({ length: SKUS }, (_, i) => `${round}-${i}`);
  await served((redis) =>
    Promise.all(skus.map((sku) => redis.hSet(keys.sku(sku), { name: sku, price: "1.00", stock: String(STOCK) }))),
  );
  return skus;
}

/**
 * Holds a replica back again and again for some milliseconds: what reaches it meanwhile is in its buffer, and lost with
 * its link. @returns what cuts the link while it is held back, and lets it go on without what it had not applied
 */
export function holdBack({ url }: FailoverNode): () => Promise<void> {
  let going = true;
  const pausing = (async () => {
    while (going) {
      await sendToRedis(url, "CLIENT", "PAUSE", "250", "WRITE");
      await sleep(300);
    }
    await sendToRedis(url, "CLIENT", "PAUSE", "60000", "WRITE");
  })();
  return async () => {
    going = false;
    await pausing;
  };
}

/** Kills or freezes the primary of a pair whose replica lags. @returns what brings it back */
export async function fail(pair: Pair, how: "kill" | "freeze"): Promise<() => Promise<void>> {
  const { primary, replica } = await pair.roles();
  const lag = holdBack(replica);
  await sleep(800 + Math.random() * 600);
  await lag();
  // The replica applies nothing from here on, and the shop goes on.
  await sleep(100 + Math.random() * 300);
  primary.server.child.kill(how === "kill" ? "SIGKILL" : "SIGSTOP");
  await sendToRedis(replica.url, "CLIENT", "KILL", "TYPE", "MASTER");
  await sendToRedis(replica.url, "CLIENT", "UNPAUSE");
  await until(async () => String(await sendToRedis(replica.url, "ROLE")).startsWith("master"));
  return async () => {
    if (how === "kill") await primary.restart();
    else primary.server.child.kill("SIGCONT");
    await pair.roles();
  };
}

async function readOrders(redis: Redis): Promise<Order[]> {
  const orders: Order[] = [];
  for await (const page of scanPages(redis, { MATCH: `${keys.order("")}*`, COUNT: 1000 })) {
    const found = await Promise.all(page.map((key) => readOrder(redis, key.slice(keys.order("").length))));
    orders.push(...found.filter((order) => order !== null));
  }
  return orders;
}

/** What does not hold after a failover. */
export interface Books {
  /** orders that were confirmed and are not there */
  lost: string[];
  /** orders that were answered with 202 and are not there */
  unconfirmedLost: number;
  /** units that are in orders beyond what there was */
  soldTwice: number;
  /** orders that are undecided, locks and holds that are left, and SKUs whose books do not add up */
  halfDone: string[];
  unlisted: string[];
  carts: number;
  sessions: number;
  /** what the repair found */
  repaired: Record<string, number>;
}

/** Sweeps, repairs, and then compares everything with what the shoppers were told. */
export async function closeBooks(told: Told, skus: readonly string[]): Promise<Books> {
  await until(async () => {
    await withRedis(sweepOrders);
    return (await withRedis((redis) => redis.zCard(keys.ordersPending))) === 0;
  }, 50);
  const redis = await served(async (client) => client);
  const { repair, found } = startRepair(redis);
  await repairOrders(repair);
  const orders = (await readOrders(redis)).filter(({ lines }) => lines.some(({ sku }) => skus.includes(sku)));
  const byId = new Map(orders.map((order) => [order.id, order]));
  const placed = orders.filter(({ status }) => status === "placed");
  const isPlaced = (id: string) => byId.get(id)?.status === "placed";
  const books: Books = {
    ...{ lost: [], unconfirmedLost: 0, soldTwice: 0, halfDone: [], unlisted: [], carts: 0, sessions: 0 },
    repaired: Object.fromEntries([...found].map(([kind, { count }]) => [kind, count])),
  };
  for (const [id, { confirmed }] of told.orders) {
    if (isPlaced(id)) continue;
    if (confirmed) books.lost.push(id);
    else books.unconfirmedLost += 1;
  }
  for (const { id, status } of orders) if (status === "pending") books.halfDone.push(`${id} is pending`);
  for (const order of placed) {
    const scores = await Promise.all(listsOf(order).map((list) => redis.zScore(list, order.id)));
    if (scores.includes(null)) books.unlisted.push(order.id);
    const lock = await redis.get(keys.cartCheckout(order.owner));
    if (lock === `${order.id} ${order.began}`) books.halfDone.push(`${order.id} locks its cart`);
  }
  for (const sku of skus) {
    const units = placed.flatMap(({ lines }) => lines).filter((line) => line.sku === sku);
    const bought = units.reduce((sum, { quantity }) => sum + quantity, 0);
    const [[stock, sold], held] = await Promise.all([
      redis.hmGet(keys.sku(sku), ["stock", "sold"]),
      redis.hGetAll(keys.skuHolds(sku)),
    ]);
    books.soldTwice += Math.max(0, bought - STOCK);
    if (Object.keys(held).length > 0) books.halfDone.push(`${sku} is held by ${Object.keys(held)}`);
    if (Number(sold ?? 0) !== bought || Number(stock) + bought !== STOCK)
      books.halfDone.push(`${sku}: ${stock} in stock, ${sold} sold, ${bought} in orders`);
  }
  for (const sid of told.sessions) if ((await redis.exists(keys.session(sid))) === 0) books.sessions += 1;
  for (const [owner, { sku, quantity }] of told.carts)
    if ((await redis.hGet(keys.cart(owner), sku)) !== String(quantity)) books.carts += 1;
  return books;
}
