import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leash } from "../lab/leash.ts";
import { type LaunchedRedis, launchRedis } from "../redis/launch.ts";

/** A Redis of one test file: empty, unpersisted, on a Unix socket that nobody else knows. */
export async function launchTestRedis(...args: string[]): Promise<LaunchedRedis> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-test-"));
  const socket = join(folder, "redis.sock");
  const server = await launchRedis(`unix://${socket}`, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--maxmemory-policy", "noeviction", ...args],
  ]);
  // A worker that is killed takes its server with it.
  const tie = leash(server.child.pid ?? 0, folder);
  return {
    ...server,
    async stop() {
      await server.stop();
      await tie.release();
    },
  };
}
