import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "#bench/support/context.ts";
import { type DurableRedis, makeDurableRedis } from "#bench/support/durable-redis.ts";
import type { Finding } from "#bench/support/report.ts";
import { setCartLine } from "#lib/cart/store.ts";
import { config } from "#lib/config.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { spreadOf } from "#lib/spread.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** What each setting of Redis costs in orders a second, and how many confirmed orders it loses. */

interface Setting {
  title: string;
  args: readonly string[];
  /** "sent": there is a replica; "acknowledged": an order is confirmed once the replica has it (REDIS_WAIT_REPLICAS) */
  replica?: "sent" | "acknowledged";
}

const AOF = (fsync: string) => ["--save", "", "--appendonly", "yes", "--appendfsync", fsync];
const SETTINGS: readonly Setting[] = [
  { title: "appendfsync everysec", args: AOF("everysec") },
  { title: "appendfsync always", args: AOF("always") },
  { title: "appendfsync no", args: AOF("no") },
  { title: "snapshots only (save 60 100)", args: ["--save", "60 100", "--appendonly", "no"] },
  { title: "no persistence", args: ["--save", "", "--appendonly", "no"] },
  { title: "everysec, a replica that no order waits for", args: AOF("everysec"), replica: "sent" },
  { title: "everysec, a replica that each order waits for", args: AOF("everysec"), replica: "acknowledged" },
];

/** Shoppers who order one thing after the other. */
const SHOPPERS = 16;
/** How long orders come in before the crash, in seconds. */
const BEFORE_CRASH_S = 3;
/** A replica that is this far behind when the primary dies, in milliseconds. */
const BEHIND_MS = 1000;
const RECIPIENT = { name: "B. Bench", address: "1 Street", city: "Berlin", postcode: "10115", country: "Germany" };

async function use(redis: DurableRedis, { replica }: Setting): Promise<void> {
  await closeRedis();
  Object.assign(config(), { REDIS_URL: redis.url, REDIS_WAIT_REPLICAS: replica === "acknowledged" ? 1 : 0 });
  const sku = { name: "Bench", price: "1.00", stock: "100000000", category: "bench" };
  await withRedis((client) => client.hSet(keys.sku("bench"), sku));
}

let orders = 0;

/** Orders until `isOver`. @returns when each was confirmed, by its id */
async function placeOrders(isOver: () => boolean): Promise<Map<string, number>> {
  const confirmed = new Map<string, number>();
  const shop = async () => {
    const owner = { id: `g${orders++}`.padEnd(17, "0"), guest: true };
    while (!isOver()) {
      await setCartLine(owner, "bench", 1);
      const body = { ...RECIPIENT, email: "bench@example.com", total: "1.00" };
      const result = await checkout({ owner, key: `order-${orders++}`, body });
      if (!result.ok) throw new Error(`No order: ${result.reason}`);
      if (result.confirmed) confirmed.set(result.order.id, performance.now());
    }
  };
  // Whoever waits when the server dies has no order.
  await Promise.all(Array.from({ length: SHOPPERS }, () => shop().catch(() => {})));
  return confirmed;
}

interface Servers {
  setting: Setting;
  primary: DurableRedis;
  replica: DurableRedis | null;
}

async function startServers(setting: Setting, options: { traced?: boolean } = {}): Promise<Servers> {
  const primary = await makeDurableRedis(setting.args);
  await primary.start(options);
  if (!setting.replica) return { setting, primary, replica: null };
  const replica = await makeDurableRedis(AOF("everysec"));
  await replica.start();
  await sendToRedis(replica.url, "REPLICAOF", "127.0.0.1", new URL(primary.url).port);
  await until(async () => String(await sendToRedis(primary.url, "INFO", "replication")).includes("state=online"));
  return { setting, primary, replica };
}

const removeServers = async ({ primary, replica }: Servers) => {
  await closeRedis();
  await Promise.all([primary.remove(), replica?.remove()]);
};

/** Which confirmed orders are gone after a crash, and of how many seconds they are. */
async function loseOrders(setting: Setting, crash: "kill" | "power") {
  const servers = await startServers(setting, { traced: crash === "power" && !setting.replica });
  const { primary, replica } = servers;
  await use(primary, setting);
  let isOver = false;
  const placed = placeOrders(() => isOver);
  await sleep(BEFORE_CRASH_S * 1000 - BEHIND_MS);
  // Replication that is held up: what was confirmed meanwhile is on the primary alone.
  if (replica) await sendToRedis(primary.url, "CLIENT", "KILL", "TYPE", "replica");
  if (replica) await sendToRedis(replica.url, "REPLICAOF", "NO", "ONE");
  await sleep(BEHIND_MS);
  const crashedAt = performance.now();
  await primary.kill();
  isOver = true;
  const confirmed = await placed;
  if (replica) await use(replica, { title: "promoted", args: [] });
  else {
    if (crash === "power") await primary.losePower();
    await primary.start();
    await use(primary, setting);
  }
  const lost: number[] = [];
  for (const [id, at] of confirmed) if ((await withRedis((redis) => redis.exists(keys.order(id)))) === 0) lost.push(at);
  await removeServers(servers);
  return {
    confirmed: confirmed.size,
    lost: lost.length,
    seconds: lost.length > 0 ? (crashedAt - Math.min(...lost)) / 1000 : 0,
  };
}

/** Orders a second by setting, one figure a round. */
async function measureRates(seconds: number, rounds: number): Promise<Map<string, number[]>> {
  const all: Servers[] = [];
  for (const setting of SETTINGS) all.push(await startServers(setting));
  const rates = new Map<string, number[]>(SETTINGS.map(({ title }) => [title, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { setting, primary } of round % 2 === 1 ? all.toReversed() : all) {
      await use(primary, setting);
      const end = performance.now() + seconds * 1000;
      const { size } = await placeOrders(() => performance.now() >= end);
      // The first round warms up.
      if (round > 0) rates.get(setting.title)?.push(size / seconds);
    }
  }
  for (const servers of all) await removeServers(servers);
  return rates;
}

const describeLoss = ({ confirmed, lost, seconds }: Awaited<ReturnType<typeof loseOrders>>) =>
  lost === 0 ? `none of ${confirmed}` : `${lost} of ${confirmed}, those of the last ${seconds.toFixed(1)} s`;

export const durability: Part = {
  name: "durability",
  async run({ seconds, rounds }) {
    process.env.SESSION_SECRET ??= "the secret of the bench is long enough";
    const rates = await measureRates(seconds, rounds);
    const base = rates.get("appendfsync everysec") ?? [];
    const canTrace = ["/usr/bin/strace", "/bin/strace"].some((path) => existsSync(path));
    const findings: Finding[] = [];
    for (const setting of SETTINGS) {
      const own = rates.get(setting.title) ?? [];
      const killed = describeLoss(await loseOrders(setting, "kill"));
      const power = canTrace ? describeLoss(await loseOrders(setting, "power")) : "not measured: there is no strace";
      findings.push({
        title: `${setting.title}, compared with everysec`,
        ratio: spreadOf(own.map((rate, round) => rate / (base[round] ?? Number.NaN))),
        figures: [{ title: "orders", value: spreadOf(own), unit: "/s" }],
        note: `Lost when Redis is killed: ${killed}.\n  Lost when its machine loses power: ${power}.`,
      });
    }
    return findings;
  },
};
