import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries, sendKeyCommand } from "#lib/redis/cluster.ts";
import { readUnfinishedRestore } from "#lib/redis/data-format.ts";
import { keys } from "#lib/redis/keys.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import type { OnProgress } from "./backup.ts";
import { BackupError } from "./backup-error.ts";
import { type Command, commandsOf } from "./commands.ts";
import { compareWithStore } from "./compare.ts";
import { isLeftOut } from "./excluded.ts";
import { openBackup } from "./file.ts";
import { onOneConnection, type RunRedis } from "./one-connection.ts";
import { decodeText, type KeyRecord } from "./record.ts";
import { countKeys, scanNames } from "./scan.ts";

export interface RestoreOptions {
  /** how many keys the file has, once it was checked */
  keys: number;
  /** whether what is in the store is deleted first */
  replace: boolean;
  /** whether all of it is read back and compared */
  verify: boolean;
  /** cancels it; the restore has to be repeated then */
  signal: AbortSignal;
  /** @param doing "write" or "verify" */
  onProgress?: (doing: "write" | "verify", ...progress: Parameters<OnProgress>) => void;
}

export interface RestoreResult {
  /** keys that were there until they were replaced */
  deleted: number;
  /** keys that had expired since the backup, and were not written */
  expired: number;
}

/** How many server processes of a store are connected: each listens to this channel. One round trip. */
async function countStoreProcesses(redis: Redis): Promise<number> {
  const counts = await Promise.all(
    (await listPrimaries(redis)).map(async (primary) => {
      const found = await primary.pubSubNumSub([keys.skusChanged]);
      return Number(found[keys.skusChanged] ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** @throws BackupError with the reason why this store can't be restored into */
async function checkTarget(replace: boolean): Promise<void> {
  if ((await withRedis(countStoreProcesses)) > 0)
    throw new BackupError("A store runs on this Redis. Stop it first: it would write into what is being restored.");
  const count = await withRedis(countKeys);
  if (count === 0 || replace || (await readUnfinishedRestore()) !== null) return;
  throw new BackupError(
    `This Redis holds ${count} keys. With --replace they are deleted first, and what is in the backup takes their place.`,
  );
}

async function deleteAll(run: RunRedis, signal: AbortSignal): Promise<number> {
  const marker = Buffer.from(keys.unfinishedRestore);
  let deleted = 0;
  for await (const page of scanNames(run)) {
    signal.throwIfAborted();
    const names = page.filter((name) => !name.equals(marker));
    const counts = await run((redis) => Promise.all(names.map((name) => redis.unlink(name))));
    deleted += counts.reduce((sum, count) => sum + count, 0);
  }
  return deleted;
}

/** A key of a single line that has expired. One of several lines is written, and deleted by its last. */
const hasExpired = ({ expiresAt, part, more }: KeyRecord) =>
  expiresAt !== undefined && expiresAt <= nowMs() && part === undefined && !more;

/** Writes lines: those of one key one after the other, all keys side by side. */
async function writeBatch(redis: Redis, records: readonly KeyRecord[]): Promise<void> {
  const chains = new Map<string, { key: string | Buffer; commands: Command[] }>();
  for (const record of records) {
    const id = JSON.stringify(record.key);
    const chain = chains.get(id) ?? { key: decodeText(record.key), commands: [] };
    chain.commands.push(...commandsOf(record));
    chains.set(id, chain);
  }
  await Promise.all(
    [...chains.values()].map(async ({ key, commands }) => {
      for (const command of commands) await sendKeyCommand(redis, key, command);
    }),
  );
}

/** How many keys there are besides the marker of the restore, and locks and probes that come and go. */
async function countLasting(run: RunRedis): Promise<number> {
  let count = 0;
  for await (const page of scanNames(run)) count += page.filter((name) => !isLeftOut(name.toString())).length;
  return count;
}

async function verify(run: RunRedis, file: string, options: RestoreOptions): Promise<void> {
  const { batches } = await openBackup(file);
  const different = await compareWithStore(run, batches(), (done) => {
    options.signal.throwIfAborted();
    options.onProgress?.("verify", done, options.keys);
  });
  if (different.length > 0)
    throw new BackupError(`What is in Redis is not what was written: ${different.join(", ")}. Repeat the restore.`);
  const count = await countLasting(run);
  if (count > options.keys)
    throw new BackupError(
      `Redis holds ${count} keys, more than the ${options.keys} of the backup: somebody else writes.`,
    );
}

/**
 * Restores a backup that `checkBackup` has found to be whole, into a store that does not run. Until it is complete a
 * marker is in Redis: no store starts with a part of a backup, and the restore may be repeated. Three round trips for
 * 500 keys.
 * @throws BackupError when a store runs, when there are other keys and `replace` is not set, when the connection breaks,
 *   or when what is read back differs; AbortError
 */
export async function restore(file: string, options: RestoreOptions): Promise<RestoreResult> {
  const { signal, onProgress } = options;
  await checkTarget(options.replace);
  return onOneConnection(async (run) => {
    await run((redis) => redis.set(keys.unfinishedRestore, `${file}, begun ${isoTimeOfMs(nowMs())}`));
    const result: RestoreResult = { deleted: await deleteAll(run, signal), expired: 0 };
    let done = 0;
    for await (const records of (await openBackup(file)).batches()) {
      signal.throwIfAborted();
      const alive = records.filter((record) => !hasExpired(record));
      result.expired += records.length - alive.length;
      await run((redis) => writeBatch(redis, alive));
      done += records.filter(({ part }) => part === undefined).length;
      onProgress?.("write", done, options.keys);
    }
    if (options.verify) await verify(run, file, options);
    await run((redis) => redis.unlink(keys.unfinishedRestore));
    return result;
  });
}
