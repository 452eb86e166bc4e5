import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPort } from "#lib/net/port.ts";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import { launchRedis } from "#lib/redis/server/launch.ts";

/** A Redis server for one run, with its own folder. */
export interface TemporaryRedis {
  url: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

interface TemporaryRedisOptions {
  /** Of its folder, for people who find it. */
  name: string;
  /** Of the server program, as `--name value` pairs, in addition to those for folder and address. */
  args: readonly string[];
  transport?: "unix socket" | "tcp";
  /** The folder that is to contain its data; the temporary folder of the system unless given. */
  dataParent?: string;
}

/** How often another port is tried, should another program take it before the server does. */
const PORT_TRIES = 5;

/** A server at a loopback port, with a password. @throws Error if it does not start */
async function launchOnPort(args: readonly string[]): ReturnType<typeof launchRedis> {
  for (let tries = 1; ; tries++) {
    const port = await findPort();
    const password = randomBytes(12).toString("hex");
    const address = ["--bind", "127.0.0.1", "--port", String(port), "--requirepass", password];
    try {
      return await launchRedis(`redis://default:${password}@127.0.0.1:${port}`, [...address, ...args]);
    } catch (error) {
      if (tries === PORT_TRIES) throw error;
    }
  }
}

/** Starts a Redis server in a folder of its own. It ends with this process, and its folder with it. */
export async function launchTemporaryRedis(options: TemporaryRedisOptions): Promise<TemporaryRedis> {
  const { name, args, transport = "unix socket", dataParent = tmpdir() } = options;
  const folder = await mkdtemp(join(dataParent, `fwr-${name}-`));
  // The path of a socket has at most 107 bytes, which a data folder may exceed.
  const sockets = dataParent === tmpdir() ? folder : await mkdtemp(join(tmpdir(), `fwr-${name}-`));
  const socket = join(sockets, "redis.sock");
  const data = ["--dir", folder, ...args];
  const server = await (transport === "tcp"
    ? launchOnPort(data)
    : launchRedis(`unix://${socket}`, ["--port", "0", "--unixsocket", socket, ...data]));
  const watchdog = killOnExit(server.child.pid ?? 0, [folder, sockets]);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await watchdog.cleanUp();
    },
  };
}
