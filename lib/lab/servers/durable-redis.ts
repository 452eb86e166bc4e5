import { findRedisServer } from "#lib/redis/server/launch.ts";
import type { DataFolder } from "./data-folder.ts";
import { launchTemporaryRedis, type TemporaryRedis } from "./temporary-redis.ts";

/** A Redis that writes to disk before each reply, or why there is none, as the rest of a sentence. */
export type DurableRedis = { ok: true; server: TemporaryRedis } | { ok: false; reason: string };

/** Starts an empty Redis that loses no acknowledged write: every write is on disk before the reply is sent. */
export async function startDurableRedis(folder: DataFolder, transport: "unix socket" | "tcp"): Promise<DurableRedis> {
  if (folder.inMemory) {
    const where = `${folder.path} is on ${folder.fileSystem}`;
    return { ok: false, reason: `${where}, which is lost with the power; set DATA_DIR to a folder on a disk` };
  }
  if (!findRedisServer()) return { ok: false, reason: "no Redis server program is installed on this machine" };
  const args = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  return {
    ok: true,
    server: await launchTemporaryRedis({ name: "durable", args, transport, dataParent: folder.path }),
  };
}
