import pg from "pg";
import { config } from "#lib/config.ts";
import { startOpenLoop } from "#lib/lab/workers/open-loop.ts";
import { logToStandardError } from "#lib/log.ts";
import { followPhase } from "#lib/migration/control.ts";
import type { Lifetimes } from "#lib/migration/records/record.ts";
import { RedisStore } from "#lib/migration/redis/redis-store.ts";
import { MigratingShop, type Stores, type Unmirrored } from "#lib/migration/shop.ts";
import { SqlStore } from "#lib/migration/sql/sql-store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { emptyReport, shoppersJob, shoppersOrder } from "./messages.ts";
import { linesOf, memberOf, SKU_COUNT, skuOf } from "./population.ts";

/**
 * The shoppers of a migration: a process that asks both stores for what shoppers do, at a fixed rate, and compares every
 * answer with what it was told before. It ends with the process that started it.
 */

/** A day is longer than any migration. */
const SECONDS = 86_400;
const REPORT_MS = 500;
const MAX_LOSSES = 5;

/** What a shopper has been told: what each line may be (several after an error), and whether the session may live. */
interface Shopper {
  n: number;
  life: number;
  lines: Map<string, Set<number>>;
  alive: boolean | null;
  unmirrored: Unmirrored;
  busy: boolean;
}

process.on("disconnect", () => process.exit(1));
logToStandardError();

const job = await new Promise<ReturnType<typeof shoppersJob.parse>>((resolve) => {
  process.once("message", (message) => resolve(shoppersJob.parse(message)));
});
await awaitRedis();
const redis = await withRedis((client) => Promise.resolve(client));
const pool = new pg.Pool({
  connectionString: job.url,
  max: 16,
  connectionTimeoutMillis: 2000,
  query_timeout: 2000,
});
pool.on("error", () => {});
const { SESSION_IDLE_SECONDS: idle, SESSION_ABSOLUTE_SECONDS: absolute } = config();
const lifetimes: Lifetimes = { idle, absolute };
const control = await followPhase(redis);
const sql = new SqlStore(pool, job.schema, lifetimes);
const both = new RedisStore(redis, lifetimes, "both");

let report = emptyReport();
/** The share of the changes that do not reach the other store, as something broken on purpose. */
let dropped = 0;
const stores: Stores = {
  sql,
  redis: {
    only: new RedisStore(redis, lifetimes, "only"),
    both: Object.assign(Object.create(both) as RedisStore, {
      // It is told that it was written, and its entry in the outbox goes: only a comparison can find it.
      follow: (record: Parameters<RedisStore["follow"]>[0]) =>
        Math.random() < dropped ? Promise.resolve("written" as const) : both.follow(record),
    }),
  },
};
const shop = new MigratingShop({
  stores,
  control,
  lifetimes,
  onRead(by, ms) {
    if (by === "repaired") report.repaired++;
    report[by === "redis" ? "redis" : "sql"].push(Math.round(ms * 1000));
  },
});

const shoppers: Shopper[] = Array.from({ length: job.last - job.first }, (_, i) => ({
  ...{ n: job.first + i, life: job.life, alive: job.life === 0, unmirrored: new Map(), busy: false },
  lines: new Map(
    job.life > 0 ? [] : [...linesOf(job.run, job.first + i)].map(([sku, quantity]) => [sku, new Set([quantity])]),
  ),
}));

function lose(kind: "signOuts" | "lostLines", what: string): void {
  report[kind]++;
  if (report.losses.length < MAX_LOSSES) report.losses.push(what);
}

async function begin(shopper: Shopper): Promise<void> {
  shopper.life++;
  const { sid, user } = memberOf(job.run, shopper.n, shopper.life);
  // A guest's cart belongs to the session; a user's stays.
  if (!user) shopper.lines = new Map();
  shopper.unmirrored = new Map();
  shopper.alive = null;
  await shop.change({ verb: "create-session", sid, user }, shopper.unmirrored);
  shopper.alive = true;
}

async function view(shopper: Shopper, sid: string): Promise<void> {
  const page = `/products/${skuOf(job.run, Math.floor(Math.random() * SKU_COUNT))}`;
  const found = await shop.change({ verb: "touch-session", sid, page }, shopper.unmirrored);
  if (found === null && shopper.alive) lose("signOuts", `${sid} at a page view`);
  shopper.alive = found !== null;
}

async function readSession(shopper: Shopper, sid: string): Promise<void> {
  const found = await shop.readSession(sid, shopper.unmirrored);
  if (found === null && shopper.alive) lose("signOuts", `${sid} at a read`);
}

async function readCart(shopper: Shopper, sid: string, owner: string): Promise<void> {
  const cart = await shop.readCart(sid, owner, shopper.unmirrored);
  for (const [sku, possible] of shopper.lines) {
    if (possible.has(cart.get(sku) ?? 0)) continue;
    lose("lostLines", `${owner} ${sku}: ${cart.get(sku) ?? 0}, not ${[...possible].join(" or ")}`);
    // It is counted once.
    shopper.lines.set(sku, new Set([cart.get(sku) ?? 0]));
  }
}

async function changeLine(shopper: Shopper, owner: string, guest: boolean): Promise<void> {
  const sku = skuOf(job.run, Math.floor(Math.random() * SKU_COUNT));
  const mode = Math.random() < 0.5 ? "add" : "set";
  const quantity = mode === "add" ? 1 : Math.floor(Math.random() * 4);
  const before = shopper.lines.get(sku) ?? new Set([0]);
  const after = new Set([...before].map((value) => (mode === "add" ? Math.min(99, value + 1) : quantity)));
  shopper.lines.set(sku, new Set([...before, ...after]));
  await shop.change({ verb: "change-line", owner, guest, sku, quantity, mode }, shopper.unmirrored);
  shopper.lines.set(sku, after);
}

async function act(shopper: Shopper): Promise<void> {
  if (shopper.alive === false) return begin(shopper);
  const { sid, owner, user } = memberOf(job.run, shopper.n, shopper.life);
  const chance = Math.random();
  if (chance < 0.4) return view(shopper, sid);
  if (chance < 0.6) return readSession(shopper, sid);
  if (chance < 0.8) return readCart(shopper, sid, owner);
  if (chance < 0.99) return changeLine(shopper, owner, user === null);
  shopper.alive = null;
  await shop.change({ verb: "end-session", sid }, shopper.unmirrored);
  shopper.alive = false;
}

let next = 0;
const send = (operation: number): boolean => {
  // In turn, so that no shopper does two things at once.
  for (let tries = 0; tries < shoppers.length; tries++) {
    const shopper = shoppers[next++ % shoppers.length];
    if (!shopper || shopper.busy) continue;
    shopper.busy = true;
    void act(shopper)
      .then(
        () => {
          report.acknowledged++;
          loop.complete(operation, true);
        },
        () => {
          report.failed++;
          loop.complete(operation, false);
        },
      )
      .finally(() => {
        shopper.busy = false;
      });
    return true;
  }
  return false;
};
const loop = startOpenLoop({ rate: job.rate, seconds: SECONDS }, send, {
  add: (ms) => void report.requests.push(Math.round(ms * 1000)),
  fail: () => {},
});
setInterval(() => {
  process.send?.(report);
  report = emptyReport();
}, REPORT_MS);
process.on("message", (message) => {
  dropped = shoppersOrder.parse(message).drop;
});
