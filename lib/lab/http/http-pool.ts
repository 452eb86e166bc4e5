import { connect, type Socket } from "node:net";
import { type HttpReply, parseReply } from "./parse-reply.ts";

/**
 * Kept-alive connections to one HTTP server, each with at most one request under way. Neither `fetch` nor `node:http`:
 * a load generator that shares the machine with what it measures must not take more of it than the work needs.
 */

/** A connection on which a request is not answered for this long, in milliseconds, is given up. */
const TIMEOUT_MS = 10_000;
/** Every reply is read into this buffer, by all connections of the process, one after another. */
const received = Buffer.allocUnsafe(65_536);

interface PoolEvents {
  /**
   * The reply to the request with this tag; null if its connection broke, or the reply was malformed or did not come in
   * time. The body is valid only during the call.
   */
  onReply(tag: number, reply: HttpReply | null): void;
  /** A connection is free again that had broken. */
  onIdle?(): void;
  /** No connection could be made in place of one that broke: the server is gone. */
  onGone?(error: Error): void;
}

interface Connection {
  socket: Socket | null;
  /** of the request under way; -1 if there is none */
  tag: number;
  sentAt: number;
  /** what has arrived of an incomplete reply */
  partial: Buffer | null;
}

/** Why no connection to a server can be made, in words. */
export const describeConnectError = (origin: string, error: Error) =>
  `No store answers at ${origin}: ${error.message || ("code" in error ? String(error.code) : error.name)}`;

export class HttpPool {
  readonly #url: URL;
  readonly #events: PoolEvents;
  /** Free connections, the one that was free first in front: so the processes of a store are used evenly. */
  #idle: Connection[] = [];
  #next = 0;
  readonly #all: Connection[];
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  /** @param size number of connections */
  constructor(url: string, size: number, events: PoolEvents) {
    this.#url = new URL(url);
    this.#events = events;
    this.#all = Array.from({ length: size }, () => ({ socket: null, tag: -1, sentAt: 0, partial: null }));
    this.#timer = setInterval(() => this.#giveUpSilent(), 1000);
  }

  /** Opens every connection. @throws Error if one of them cannot be made */
  async open(): Promise<void> {
    await Promise.all(this.#all.map((connection) => this.#connect(connection)));
  }

  /** How many connections are free. */
  get idle(): number {
    return this.#idle.length - this.#next;
  }

  /** Sends a whole request over a free connection. @param tag says later whose reply it is; not negative */
  send(request: Buffer, tag: number): void {
    const connection = this.#idle[this.#next++];
    if (!connection?.socket) throw new Error("There is no free connection");
    if (this.#next > 1024) {
      this.#idle = this.#idle.slice(this.#next);
      this.#next = 0;
    }
    connection.tag = tag;
    connection.sentAt = performance.now();
    connection.socket.write(request);
  }

  /** Gives up all requests under way, without a call of `onReply`, and replaces their connections. */
  async reset(): Promise<void> {
    const busy = this.#all.filter((connection) => connection.tag >= 0);
    for (const connection of busy) this.#drop(connection);
    await Promise.all(busy.map((connection) => this.#connect(connection)));
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const connection of this.#all) this.#drop(connection);
    this.#idle = [];
    this.#next = 0;
  }

  #drop(connection: Connection): void {
    const { socket } = connection;
    connection.socket = null;
    connection.tag = -1;
    connection.partial = null;
    socket?.destroy();
  }

  #connect(connection: Connection): Promise<void> {
    const { hostname, port } = this.#url;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket: Socket = connect({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || 80),
      noDelay: true,
      onread: {
        buffer: received,
        callback: (length) => {
          if (connection.socket === socket) this.#receive(connection, received.subarray(0, length));
          return true;
        },
      },
    });
    socket.once("connect", () => {
      if (this.#closed) return socket.destroy();
      connection.socket = socket;
      this.#idle.push(connection);
      resolve();
    });
    socket.on("error", (error) => reject(new Error(describeConnectError(this.#url.origin, error))));
    socket.once("close", () => {
      reject(new Error(`No store answers at ${this.#url.origin}`));
      if (connection.socket === socket) this.#replace(connection);
    });
    return promise;
  }

  /** A connection broke. Its request, if any, has failed. */
  #replace(connection: Connection): void {
    const { tag } = connection;
    if (tag < 0) {
      const at = this.#idle.indexOf(connection, this.#next);
      if (at >= 0) this.#idle.splice(at, 1);
    }
    this.#drop(connection);
    if (tag >= 0) this.#events.onReply(tag, null);
    if (this.#closed) return;
    this.#connect(connection).then(
      () => this.#events.onIdle?.(),
      (error: Error) => {
        if (!this.#closed) this.#events.onGone?.(error);
      },
    );
  }

  #receive(connection: Connection, chunk: Buffer): void {
    const bytes = connection.partial ? Buffer.concat([connection.partial, chunk]) : chunk;
    let reply: HttpReply | null;
    try {
      if (connection.tag < 0) throw new Error("A reply arrived for no request");
      reply = parseReply(bytes);
    } catch {
      this.#replace(connection);
      return;
    }
    if (!reply) {
      connection.partial = bytes === chunk ? Buffer.from(chunk) : bytes;
      return;
    }
    const { tag } = connection;
    connection.tag = -1;
    connection.partial = null;
    if (/\r\nconnection:[ \t]*close/i.test(reply.head)) this.#replace(connection);
    else this.#idle.push(connection);
    this.#events.onReply(tag, reply);
  }

  #giveUpSilent(): void {
    const oldest = performance.now() - TIMEOUT_MS;
    for (const connection of this.#all)
      if (connection.tag >= 0 && connection.sentAt < oldest) this.#replace(connection);
  }
}
