import { shardKeys } from "#lib/lab/bulk/shards.ts";
import { unlinkKeys } from "#lib/lab/servers/nodes.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";
import { type Run, runBody } from "./schema.ts";

/** Keys removed in one pipeline. */
const BATCH = 500;
/** SKUs that the shoppers of a run look at. */
export const LAB_SKUS = 20;
/** Sessions, carts and users that a comparison works on. */
export const COMPARE_ROWS = 10_000;

function* visitorKeys(run: string, count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const sid = labNames.sid(run, n);
    yield keys.session(sid);
    yield keys.cart(guestIdOf(sid));
    yield keys.recent(guestIdOf(sid));
  }
}

function* range<T>(count: number, make: (n: number) => T): Generator<T> {
  for (let n = 0; n < count; n++) yield make(n);
}

/** The names of all keys that a run may have left, but for `biglist`, which stays to be looked at. */
function* keysOf(run: Run): Generator<string> {
  const request = runBody.parse({ kind: run.kind, ...run.params });
  if (request.kind === "load") yield* range(request.sessions, (n) => keys.session(labNames.sid(run.id, n)));
  if (request.kind === "browse" || request.kind === "crowd") {
    yield* visitorKeys(run.id, request.kind === "crowd" ? request.shoppers : 1);
    yield* range(LAB_SKUS, (n) => keys.sku(labNames.sku(run.id, n)));
    yield labNames.viewed(run.id);
  }
  if (request.kind === "compare") {
    yield* range(COMPARE_ROWS, (n) => keys.session(labNames.sid(run.id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.cart(labNames.user(run.id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.user(labNames.user(run.id, n)));
    yield* range(COMPARE_ROWS, (n) => keys.usernameToId(labNames.user(run.id, n)));
  }
}

/** Removes what a run left, by name. One round trip for 500 keys. Idempotent. */
export async function cleanUpRun(run: Run): Promise<void> {
  let batch: string[] = [];
  const remove = async () => {
    await withRedis((redis) => Promise.all(batch.map((name) => redis.unlink(name))));
    batch = [];
  };
  for (const name of keysOf(run)) if (batch.push(name) === BATCH) await remove();
  await remove();
  const request = runBody.parse({ kind: run.kind, ...run.params });
  if (request.kind === "bulk") await unlinkKeys(shardKeys(request.shards));
  if (request.kind === "compare" && process.env.DATABASE_URL) {
    // The web server seldom needs what speaks to PostgreSQL.
    const { dropLabSchemas } = await import("#lib/lab/servers/database.ts");
    await dropLabSchemas(run.id);
  }
}
