import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import type { Redis } from "#lib/redis/client.ts";
import { makeSplitter } from "./resp.ts";

/**
 * A client whose commands reach Redis one at a time, when the test says so. A test with several of them decides in which
 * order their commands are executed, and between which two of them a client crashes.
 */
export interface SteppedClient {
  redis: Redis;
  /** Waits until the proxy holds a command, or the work that sends commands has ended. */
  untilHeld(work: Promise<unknown>): Promise<void>;
  /** Forwards one command and waits until its reply has been passed back. */
  step(): Promise<void>;
  /** Breaks the connection before the held command reaches Redis, or after it, so that only the reply is lost. */
  disconnect(when: "before" | "after"): Promise<void>;
  close(): void;
}

/** A proxy in front of a Redis. */
export interface CommandProxy {
  /** Makes a connection. After it is ready, the proxy holds its commands. */
  connect(): Promise<SteppedClient>;
  close(): Promise<void>;
}

class ProxiedConnection {
  isHolding = false;
  readonly held: Buffer[] = [];
  onHeld: () => void = () => {};
  private awaitingReply: (() => void)[] = [];
  private dropsReplies = false;
  readonly client: Socket;
  readonly server: Socket;

  constructor(client: Socket, server: Socket) {
    this.client = client;
    this.server = server;
    const onCommand = makeSplitter((command) => {
      if (this.isHolding) {
        this.held.push(Buffer.from(command));
        this.onHeld();
      } else server.write(command);
    });
    const onReply = makeSplitter((reply) => {
      if (!this.dropsReplies) client.write(reply);
      this.awaitingReply.shift()?.();
    });
    client.on("data", onCommand);
    server.on("data", onReply);
    for (const socket of [client, server]) {
      socket.on("error", () => {});
      socket.on("close", () => this.destroy());
    }
  }

  forwardOne(): Promise<void> {
    const command = this.held.shift();
    if (!command) return Promise.resolve();
    const replied = new Promise<void>((resolve) => this.awaitingReply.push(resolve));
    this.server.write(command);
    return replied;
  }

  async disconnect(when: "before" | "after"): Promise<void> {
    this.dropsReplies = true;
    if (when === "after") await this.forwardOne();
    this.destroy();
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }
}

/** @param url `unix://` address of a Redis server */
export async function startCommandProxy(url: string): Promise<CommandProxy> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-proxy-"));
  const path = join(folder, "redis.sock");
  let onConnection: ((connection: ProxiedConnection) => void) | undefined;
  const connections = new Set<ProxiedConnection>();
  const listener: Server = createServer((client) => {
    const connection = new ProxiedConnection(client, createConnection(url.slice("unix://".length)));
    connections.add(connection);
    client.on("close", () => connections.delete(connection));
    onConnection?.(connection);
  });
  await new Promise<void>((resolve) => listener.listen(path, resolve));
  return {
    async connect() {
      const connected = new Promise<ProxiedConnection>((resolve) => {
        onConnection = resolve;
      });
      const redis: Redis = createClient({
        socket: { path, tls: false, reconnectStrategy: false },
        disableOfflineQueue: true,
      });
      redis.on("error", () => {});
      await redis.connect();
      const connection = await connected;
      connection.isHolding = true;
      return {
        redis,
        async untilHeld(work) {
          const held = new Promise<void>((resolve) => {
            connection.onHeld = resolve;
            if (connection.held.length > 0) resolve();
          });
          await Promise.race([held, work.catch(() => {})]);
        },
        step: () => connection.forwardOne(),
        disconnect: (when) => connection.disconnect(when),
        close: () => {
          if (redis.isOpen) redis.destroy();
          connection.destroy();
        },
      };
    },
    async close() {
      for (const connection of connections) connection.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
