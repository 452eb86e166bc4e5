import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeSplitter } from "./resp.ts";

/** A proxy between a process and a real Redis that counts commands and breaks connections. */
export interface RedisProxy {
  url: string;
  /** Breaks every connection after this many more commands, as a crash at that point does. null: never. */
  cutAfter(commands: number | null): void;
  /** Sets the listener that is called before each command is passed on, which it may delay. null: none. */
  onCommand(listener: ((command: Buffer) => Promise<void>) | null): void;
  /**
   * From now on nothing passes on the connections that there are, in either direction, and none of them is closed: as when
   * a firewall forgets them. New ones work.
   */
  forgetConnections(): void;
  /** The number of round trips since the last call: commands sent after the reply to those before. Pings do not count. */
  takeRoundTrips(): number;
  close(): Promise<void>;
}

/** Commands that the client library sends by itself. */
const isAutomatic = (command: Buffer) =>
  /^\*\d+\r\n\$\d+\r\n(PING|CLIENT|HELLO|SELECT|AUTH|TIME)\r/i.test(command.subarray(0, 40).toString("latin1"));

/** @param target `unix://` address of a Redis server */
export async function startRedisProxy(target: string): Promise<RedisProxy> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-proxy-"));
  const path = join(folder, "redis.sock");
  const sockets = new Set<Socket>();
  let remaining: number | null = null;
  let trips = 0;
  let awaitingReply = false;
  let listener: ((command: Buffer) => Promise<void>) | null = null;
  let generation = 0;

  const server = createServer((client) => {
    const upstream = connect(target.slice("unix://".length));
    const born = generation;
    let queue = Promise.resolve();
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", cut);
      socket.on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    let received: Buffer[] = [];
    const split = makeSplitter((command) => received.push(Buffer.from(command)));
    client.on("data", (chunk) => {
      if (born < generation) return;
      split(chunk);
      const commands = received;
      received = [];
      if (commands.some((command) => !isAutomatic(command)) && !awaitingReply) {
        awaitingReply = true;
        trips++;
      }
      // What is sent in one tick may arrive in several chunks. The pause keeps the reply from overtaking the last one.
      queue = queue.then(async () => {
        await sleep(2);
        for (const command of commands) {
          if (remaining !== null && !isAutomatic(command) && remaining-- <= 0) return cut();
          await listener?.(command);
          upstream.write(command);
        }
      });
    });
    upstream.on("data", (chunk) => {
      awaitingReply = false;
      if (born === generation) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    url: `unix://${path}`,
    cutAfter(commands) {
      remaining = commands;
    },
    onCommand(next) {
      listener = next;
    },
    forgetConnections() {
      generation++;
    },
    takeRoundTrips() {
      const taken = trips;
      trips = 0;
      return taken;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
