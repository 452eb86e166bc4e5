import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { launchRedis } from "#lib/redis/launch.ts";

/** A Redis server for one run, with its own folder and socket. */
export interface TemporaryRedis {
  url: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis server in a temporary folder. It ends with this process.
 * @param name of the folder, for people who find it
 * @param args of the server program, as `--name value` pairs, in addition to those for folder and socket
 */
export async function launchTemporaryRedis(name: string, args: readonly string[]): Promise<TemporaryRedis> {
  const folder = await mkdtemp(join(tmpdir(), `fwr-${name}-`));
  const socket = join(folder, "redis.sock");
  const url = `unix://${socket}`;
  const server = await launchRedis(url, ["--port", "0", "--unixsocket", socket, "--dir", folder, ...args]);
  const watchdog = killOnExit(server.child.pid ?? 0, folder);
  return {
    url,
    async stop() {
      await server.stop();
      await watchdog.cleanUp();
    },
  };
}
