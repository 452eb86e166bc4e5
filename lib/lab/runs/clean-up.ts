import { shardKeys } from "#lib/lab/bulk/shards.ts";
import { cleanUpSale } from "#lib/lab/sale/clean-up.ts";
import { unlinkKeys } from "#lib/lab/servers/nodes.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import type { Run } from "./run.ts";

/** Keys deleted in one pipeline. */
const BATCH = 500;
/** SKUs that the shoppers of a run look at. */
export const LAB_SKUS = 20;
/** Sessions, carts and users that a comparison works on. */
export const COMPARE_ROWS = 10_000;

function* range<T>(count: number, make: (n: number) => T): Generator<T> {
  for (let n = 0; n < count; n++) yield make(n);
}

function* shopperKeys(run: string, count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const sid = labNames.sid(run, n);
    yield keys.session(sid);
    yield keys.cart(guestIdOf(sid));
    yield keys.recent(guestIdOf(sid));
  }
}

/** The names of all keys that a run may have created, except for `biglist`, which is kept for inspection. */
function* keysOf({ id, request }: Run): Generator<string> {
  if (request.kind === "load" && request.via === "redis")
    yield* range(request.sessions, (n) => keys.session(labNames.sid(id, n)));
  if (request.kind === "browse" || request.kind === "crowd") {
    yield* shopperKeys(id, request.kind === "crowd" ? request.shoppers : 1);
    yield* range(LAB_SKUS, (n) => keys.sku(labNames.sku(id, n)));
    yield labNames.viewed(id);
  }
  if (request.kind === "compare") {
    yield* range(COMPARE_ROWS, (n) => keys.session(labNames.sid(id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.cart(labNames.user(id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.user(labNames.user(id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.usernameToId(labNames.user(id, n)));
    yield* range(LAB_SKUS, (n) => keys.sku(labNames.sku(id, n)));
  }
}

/** Deletes what a run left behind, by name. One round trip per 500 keys. Idempotent. */
export async function cleanUpRun(run: Run): Promise<void> {
  const { id, request } = run;
  let batch: string[] = [];
  const flush = async () => {
    await withRedis((redis) => Promise.all(batch.map((name) => redis.unlink(name))));
    batch = [];
  };
  for (const name of keysOf(run)) if (batch.push(name) === BATCH) await flush();
  await flush();
  if (request.kind === "sale") await cleanUpSale(id, request.shoppers);
  if (request.kind === "bulk") await unlinkKeys(shardKeys(request.shards));
  if (request.kind === "compare" && process.env.DATABASE_URL) {
    // Imported on demand: the web server rarely needs the PostgreSQL client.
    const { dropLabSchemas } = await import("#lib/lab/servers/database.ts");
    await dropLabSchemas(id);
  }
}
