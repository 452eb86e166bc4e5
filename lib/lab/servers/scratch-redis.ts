import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { findRedisServer, launchRedis } from "#lib/redis/launch.ts";

/** A Redis for one comparison. */
export interface ScratchRedis {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts an empty Redis that loses nothing that it has confirmed: every write is on disk before its reply.
 * @returns null when this machine has no server program
 */
export async function startDurableRedis(): Promise<ScratchRedis | null> {
  if (!findRedisServer()) return null;
  const folder = await mkdtemp(join(tmpdir(), "fwr-durable-"));
  const socket = join(folder, "redis.sock");
  const url = `unix://${socket}`;
  const server = await launchRedis(url, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", ""],
    ...["--appendonly", "yes", "--appendfsync", "always"],
  ]);
  const tie = killOnExit(server.child.pid ?? 0, folder);
  return {
    url,
    async stop() {
      await server.stop();
      await tie.release();
    },
  };
}
