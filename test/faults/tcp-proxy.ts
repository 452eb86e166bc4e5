import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Stands between a process and a real Redis; counts and cuts. */
export interface RedisProxy {
  url: string;
  /** Breaks every connection after so many commands have gone through from now on, as a crash at that point would. */
  cutAfter(commands: number | null): void;
  /** Called before each command is passed on, which it may delay. null removes it. */
  onCommand(listener: ((command: Buffer) => Promise<void>) | null): void;
  /** How often something was sent after the reply to what was sent before, since the last call. Pings do not count. */
  takeRoundTrips(): number;
  close(): Promise<void>;
}

/** Splits off the complete commands at the beginning of a buffer. */
function splitCommands(buffer: Buffer): { commands: Buffer[]; rest: Buffer } {
  const commands: Buffer[] = [];
  let start = 0;
  for (;;) {
    let at = start;
    const readNumber = (): number | null => {
      const end = buffer.indexOf("\r\n", at);
      if (end < 0) return null;
      const value = Number(buffer.subarray(at + 1, end).toString());
      at = end + 2;
      return value;
    };
    const parts = start < buffer.length ? readNumber() : null;
    if (parts === null) break;
    let complete = true;
    for (let i = 0; i < parts && complete; i++) {
      const length = at < buffer.length ? readNumber() : null;
      if (length === null || at + length + 2 > buffer.length) complete = false;
      else at += length + 2;
    }
    if (!complete) break;
    commands.push(buffer.subarray(start, at));
    start = at;
  }
  return { commands, rest: buffer.subarray(start) };
}

const isHousekeeping = (command: Buffer) =>
  /^\*\d+\r\n\$\d+\r\n(PING|CLIENT|HELLO|SELECT|AUTH)\r/i.test(command.subarray(0, 40).toString("latin1"));

/** @param target `unix://` address of a Redis server */
export async function startRedisProxy(target: string): Promise<RedisProxy> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-proxy-"));
  const path = join(folder, "redis.sock");
  const sockets = new Set<Socket>();
  let left: number | null = null;
  let trips = 0;
  let waiting = false;
  let listener: ((command: Buffer) => Promise<void>) | null = null;

  const server = createServer((client) => {
    const upstream = connect(target.slice("unix://".length));
    let rest: Buffer = Buffer.alloc(0);
    let line = Promise.resolve();
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
    client.on("data", (chunk) => {
      const split = splitCommands(Buffer.concat([rest, chunk]));
      rest = Buffer.from(split.rest);
      if (split.commands.some((command) => !isHousekeeping(command)) && !waiting) {
        waiting = true;
        trips++;
      }
      // What is sent in one tick arrives in several chunks; the pause keeps the reply from overtaking the last of them.
      line = line.then(async () => {
        await sleep(2);
        for (const command of split.commands) {
          if (left !== null && !isHousekeeping(command) && left-- <= 0) return cut();
          await listener?.(command);
          upstream.write(command);
        }
      });
    });
    upstream.on("data", (chunk) => {
      waiting = false;
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    url: `unix://${path}`,
    cutAfter(commands) {
      left = commands;
    },
    onCommand(next) {
      listener = next;
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
