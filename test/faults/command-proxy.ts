import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import type { Redis } from "#lib/redis/client.ts";
import { makeCutter } from "./resp.ts";

/**
 * One real connection to Redis whose commands pass one at a time, when told to: so a test decides in which order
 * the commands of several clients reach Redis, and between which two a client dies.
 */
export interface GatedClient {
  redis: Redis;
  /** the number of commands that wait at the gate */
  waiting(): number;
  /** called when a command arrives at the gate */
  onArrival(listener: () => void): void;
  /** Lets one command pass and waits until its reply has been passed back. */
  step(): Promise<void>;
  /** Kills the connection: before the waiting command reaches Redis, or after, so that only its reply is lost. */
  die(how: "before" | "after"): Promise<void>;
  /** From now on every command passes (or waits). */
  setOpen(open: boolean): void;
  close(): void;
}

/** Opens gates to a Redis on a Unix socket. */
export interface Gate {
  connect(): Promise<GatedClient>;
  close(): Promise<void>;
}

class Line {
  open = true;
  readonly commands: Buffer[] = [];
  arrived: () => void = () => {};
  private answered: (() => void)[] = [];
  private deaf = false;
  readonly client: Socket;
  readonly server: Socket;

  constructor(client: Socket, server: Socket) {
    this.client = client;
    this.server = server;
    const onCommand = makeCutter((command) => {
      if (this.open) server.write(command);
      else {
        this.commands.push(Buffer.from(command));
        this.arrived();
      }
    });
    const onReply = makeCutter((reply) => {
      if (!this.deaf) client.write(reply);
      this.answered.shift()?.();
    });
    client.on("data", onCommand);
    server.on("data", onReply);
    for (const socket of [client, server]) {
      socket.on("error", () => {});
      socket.on("close", () => this.destroy());
    }
  }

  pass(): Promise<void> {
    const command = this.commands.shift();
    if (!command) return Promise.resolve();
    const done = new Promise<void>((resolve) => this.answered.push(resolve));
    this.server.write(command);
    return done;
  }

  async die(how: "before" | "after"): Promise<void> {
    this.deaf = true;
    if (how === "after") await this.pass();
    this.destroy();
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }
}

/** Opens a gate in front of the Redis that listens at `url` (unix://). */
export async function openGate(url: string): Promise<Gate> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-gate-"));
  const path = join(folder, "gate.sock");
  let newest: ((line: Line) => void) | undefined;
  const lines = new Set<Line>();
  const listener: Server = createServer((client) => {
    const line = new Line(client, createConnection(url.slice("unix://".length)));
    lines.add(line);
    client.on("close", () => lines.delete(line));
    newest?.(line);
  });
  await new Promise<void>((resolve) => listener.listen(path, resolve));
  return {
    async connect() {
      const found = new Promise<Line>((resolve) => {
        newest = resolve;
      });
      const redis: Redis = createClient({
        socket: { path, tls: false, reconnectStrategy: false },
        disableOfflineQueue: true,
      });
      redis.on("error", () => {});
      await redis.connect();
      const line = await found;
      line.open = false;
      return {
        redis,
        waiting: () => line.commands.length,
        onArrival: (arrived) => {
          line.arrived = arrived;
        },
        step: () => line.pass(),
        die: (how) => line.die(how),
        setOpen: (open) => {
          line.open = open;
        },
        close: () => {
          if (redis.isOpen) redis.destroy();
          line.destroy();
        },
      };
    },
    async close() {
      for (const line of lines) line.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
