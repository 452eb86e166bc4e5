import { z } from "zod";
import { addToCart } from "#lib/cart/store.ts";
import { openClient } from "#lib/lab/servers/connect.ts";
import { useAsStoreRedis } from "#lib/lab/servers/target.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { applyTerminalTimeouts } from "#lib/redis/timeouts.ts";
import { touchSession } from "#lib/session/store.ts";
import { nowSeconds } from "#lib/time.ts";
import { type Bench, CART_SKUS, serveSlots, warmUp } from "./bench.ts";
import { doJob } from "./job.ts";
import { createLabSkus } from "./lab-skus.ts";

/** The Redis side of a comparison: the store's own data structures and commands, on data of the laboratory. */

const job = z.object({ url: z.string(), run: z.string(), rows: z.number(), concurrency: z.number() });
/** The data expires after this time, in seconds, should the run fail to delete it. */
const TTL_SECONDS = 3600;
/** Rows written in one pipeline. */
const BATCH = 1000;

async function writeRows(redis: Redis, run: string, rows: number): Promise<void> {
  const at = nowSeconds();
  for (let from = 0; from < rows; from += BATCH) {
    const writes: Promise<unknown>[] = [];
    for (let n = from; n < Math.min(rows, from + BATCH); n++) {
      const name = labNames.user(run, n);
      const session = keys.session(labNames.sid(run, n));
      const hash = { user_id: name, username: name, created_at: at, last_activity: at, current_page: "/" };
      const user = { username: name, email: `${name}@example.com`, password_hash: "-", role: "user", created_at: at };
      writes.push(redis.hSet(session, { ...hash, page_views: "0" }), redis.expire(session, TTL_SECONDS));
      writes.push(redis.hSet(keys.user(name), user), redis.expire(keys.user(name), TTL_SECONDS));
      writes.push(redis.set(keys.usernameToId(name), name, { expiration: { type: "EX", value: TTL_SECONDS } }));
      writes.push(
        redis.hSet(keys.cart(name), { [labNames.sku(run, 0)]: "1" }),
        redis.expire(keys.cart(name), TTL_SECONDS),
      );
    }
    await Promise.all(writes);
  }
}

doJob(job, async ({ url, run, rows, concurrency }, tools) => {
  // The store's own functions use the Redis of the process: here the one that is compared.
  useAsStoreRedis(url);
  // A run may take longer than a request, and filling takes seconds.
  applyTerminalTimeouts();
  await awaitRedis();
  const redis = await openClient(url);
  await Promise.all([writeRows(redis, run, rows), createLabSkus(run)]);
  const bytesPerSession = await redis.memoryUsage(keys.session(labNames.sid(run, 0)));
  const bench: Bench = {
    "session lookup": (n) => redis.hGetAll(keys.session(labNames.sid(run, n))),
    "session update": (n) => touchSession(redis, labNames.sid(run, n), "/products/laptop", 1),
    "cart add": async (n) => {
      const owner = { id: labNames.user(run, n), guest: false };
      const added = await addToCart(owner, labNames.sku(run, n % CART_SKUS), 1);
      if (!added.ok) throw new Error(`The store refused to add to a cart: ${added.reason}`);
    },
    "user lookup": async (n) => {
      const id = await redis.get(keys.usernameToId(labNames.user(run, n)));
      return redis.hGetAll(keys.user(id ?? ""));
    },
  };
  await warmUp(bench, rows, concurrency);
  await tools.send({ bytesPerSession: Number(bytesPerSession ?? 0) });
  return serveSlots(bench, rows, concurrency, tools);
});
