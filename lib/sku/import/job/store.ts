import { RESP_TYPES } from "redis";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { renewLock } from "#lib/redis/tasks/renew-lock.ts";
import { unlock } from "#lib/redis/tasks/unlock.ts";
import { nowMs } from "#lib/time.ts";
import { type ImportJob, isAtWork, parseJob } from "./job.ts";
import { updateJobScript } from "./scripts/update-job.ts";

/** How long an uploaded table is kept, in seconds: long enough to have a look at the file in between. */
export const JOB_SECONDS = 86_400;
/** Tables that are kept; older ones are removed. */
const MAX_JOBS = 5;
/** A lock lives for so long after its last renewal, in milliseconds: then its process is taken for dead. */
const LOCK_MS = 15_000;

type Fields = Record<string, string | number>;

/** Stores pieces of a table, each on its own, so that no other client waits for a large write. */
export async function storeTable(id: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  const table = keys.importTable(id);
  for await (const piece of pieces) {
    await withRedis((redis) => Promise.all([redis.rPush(table, piece), redis.expire(table, JOB_SECONDS)]));
  }
}

/** The pieces of a table, in order. One round trip for each. */
export async function* readTablePieces(id: string): AsyncGenerator<Buffer> {
  for (let i = 0; ; i++) {
    const piece = await withRedis((redis) =>
      redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).lIndex(keys.importTable(id), i),
    );
    if (piece === null) return;
    yield Buffer.from(piece);
  }
}

/** Stores an import whose table is stored already, and removes old ones. Three round trips. */
export async function createJob(id: string, fields: Fields): Promise<void> {
  await withRedis(async (redis) => {
    const at = Math.floor(nowMs());
    await Promise.all([
      redis.hSet(keys.import(id), { ...fields, created_at: String(at) }),
      redis.expire(keys.import(id), JOB_SECONDS),
      redis.zAdd(keys.imports, { score: at, value: id }),
      redis.expire(keys.imports, JOB_SECONDS),
    ]);
    const old = await redis.zRange(keys.imports, 0, -MAX_JOBS - 1);
    for (const oldId of old) await removeUnlessLocked(redis, oldId);
  });
}

async function removeUnlessLocked(redis: Redis, id: string): Promise<void> {
  if (await redis.exists(keys.importLock(id))) return;
  await Promise.all([redis.unlink(keys.import(id)), redis.unlink(keys.importTable(id)), redis.zRem(keys.imports, id)]);
}

/**
 * An import as it is now; null when there is none, or it has expired. One that was written by a process that is dead is
 * `interrupted`. One round trip.
 */
export async function readJob(id: string): Promise<ImportJob | null> {
  return withRedis(async (redis) => {
    const [hash, isLocked] = await Promise.all([redis.hGetAll(keys.import(id)), redis.exists(keys.importLock(id))]);
    const job = parseJob(id, hash);
    if (!job || !isAtWork(job.state) || isLocked) return job;
    // A check has written nothing, and is made again from the columns.
    return { ...job, state: job.state === "checking" ? "uploaded" : "interrupted" };
  });
}

/** Changes an import, unless it is gone. One round trip. @returns whether it is to go on */
export async function updateJob(id: string, fields: Fields): Promise<boolean> {
  const rest = Object.entries(fields).flat();
  return (await withRedis((redis) => updateJobScript(redis, { job: keys.import(id), rest }))) === "";
}

/** Asks an import to stop, which it does after the batch that it is writing. One round trip. */
export async function requestCancel(id: string): Promise<void> {
  await updateJob(id, { cancel: "1" });
}

/** The import that writes at the moment; "" when none does. One round trip. */
export async function readActiveImport(): Promise<string> {
  return withRedis(async (redis) => (await redis.get(keys.activeImport)) ?? "");
}

/** The locks of an import: its own, and that of the one import that may write. */
export interface ImportLocks {
  /** Extends them. One round trip. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the locks of an import. One round trip for each.
 * @param writes whether it is to write, which one import at a time may
 * @returns null while another process is at work on it, or another import writes
 */
export async function lockImport(id: string, token: string, writes: boolean): Promise<ImportLocks | null> {
  const wanted = [...(writes ? [{ lock: keys.activeImport, token: id }] : []), { lock: keys.importLock(id), token }];
  const taken: typeof wanted = [];
  const release = async () => {
    await withRedis((redis) => Promise.all(taken.map((lock) => unlock(redis, lock))));
  };
  const options = { condition: "NX", expiration: { type: "PX", value: LOCK_MS } } as const;
  for (const wish of wanted) {
    if ((await withRedis((redis) => redis.set(wish.lock, wish.token, options))) === null) {
      await release();
      return null;
    }
    taken.push(wish);
  }
  return {
    release,
    async renew() {
      await withRedis((redis) => Promise.all(taken.map((lock) => renewLock(redis, { ...lock, lockMs: LOCK_MS }))));
    },
  };
}
