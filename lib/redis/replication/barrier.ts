import { processWide } from "#lib/process/process-wide.ts";
import { nodeOf } from "#lib/redis/cluster.ts";
import { duplicateClient, type Redis } from "#lib/redis/connection.ts";
import { keys } from "#lib/redis/keys.ts";
import { timeouts } from "#lib/redis/timeouts.ts";

/**
 * WAIT on a shared connection. It concerns the last write of the connection that sends it and blocks that connection, so
 * it would hold up every other request of the process; it therefore has a connection of its own for each primary. What
 * was written on the main connection is before the mark in the replication stream, because the mark is sent after its
 * reply: a replica that has the mark has it too. And the server that has the mark is asked, on the same connection,
 * whether it has what was written: after a failover it may be another one.
 *
 * While one WAIT is under way, all who come meanwhile share the next one. So a WAIT costs two commands for however many
 * orders, and one read for each.
 */

/** "missing": the server that was asked does not have what was written (any more). */
export type Acknowledgement = "acknowledged" | "late" | "missing";

/** Reads, on the given connection, whether it is there. Must send its command at once. */
export type Check = (connection: Redis) => Promise<boolean>;

interface Job {
  check: Check;
  replicas: number;
  done(result: Acknowledgement): void;
}

const MARK_SECONDS = 60;
/** Marks that are tried to find one in a slot of a node. */
const MAX_MARKS = 1000;

class Barrier {
  private readonly redis: Redis;
  private readonly node: Redis;
  private connection: Redis | null = null;
  private mark: string | null = null;
  private jobs: Job[] = [];
  private isBusy = false;

  constructor(redis: Redis, node: Redis) {
    this.redis = redis;
    this.node = node;
    node.once("end", () => this.connection?.destroy());
  }

  /**
   * Waits until replicas have what a check finds, at most as long as a request can. Two round trips and the time of the
   * replication, shared by all who wait at the same time.
   */
  wait(replicas: number, check: Check): Promise<Acknowledgement> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve("late"), timeouts.acknowledgeMs);
      const done = (result: Acknowledgement) => {
        clearTimeout(timer);
        resolve(result);
      };
      this.jobs.push({ check, replicas, done });
      if (!this.isBusy) void this.work();
    });
  }

  /** How many replicas acknowledge a write in time. */
  async countAcknowledgements(replicas: number, timeoutMs: number): Promise<number> {
    const [connection, mark] = [await this.connect(), await this.findMark()];
    const [, count] = await Promise.all([setMark(connection, mark), connection.wait(replicas, timeoutMs)]);
    return count;
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.jobs.length > 0) {
      let batch: Job[] = [];
      try {
        const [connection, mark] = [await this.connect(), await this.findMark()];
        batch = this.jobs.splice(0);
        const replicas = Math.max(...batch.map((job) => job.replicas));
        // In one tick, so in this order on the connection.
        const checks = Promise.all(batch.map(({ check }) => check(connection)));
        const marked = setMark(connection, mark);
        const [found, , count] = await Promise.all([
          checks,
          marked,
          connection.wait(replicas, Math.ceil(timeouts.acknowledgeMs)),
        ]);
        for (const [i, { done }] of batch.entries())
          done(found[i] ? (count >= replicas ? "acknowledged" : "late") : "missing");
      } catch {
        // The connection broke, or the slot of the mark was moved. Whether replicas have it is not known.
        this.mark = null;
        for (const { done } of [...batch, ...this.jobs.splice(0)]) done("late");
      }
    }
    this.isBusy = false;
  }

  private async connect(): Promise<Redis> {
    if (this.connection?.isOpen) return this.connection;
    const connection = duplicateClient(this.node);
    this.connection = connection;
    await connection.connect();
    if (!this.node.isOpen) connection.destroy();
    return connection;
  }

  /** The name of a key of this node that is only there to be written. */
  private async findMark(): Promise<string> {
    for (let i = 0; this.mark === null && i < MAX_MARKS; i++) {
      const mark = keys.replicationMark(i);
      if ((await nodeOf(this.redis, mark)) === this.node) this.mark = mark;
    }
    return this.mark ?? keys.replicationMark(0);
  }
}

const setMark = (connection: Redis, mark: string) =>
  connection.set(mark, "1", { expiration: { type: "EX", value: MARK_SECONDS } });

const barriers = processWide("replication-barriers", () => new WeakMap<object, Barrier>());

/** The barrier of a primary. @param redis the client of the store, which in a cluster knows where keys are */
export function barrierOf(redis: Redis, node: Redis): Barrier {
  let found = barriers.get(node);
  if (!found) {
    found = new Barrier(redis, node);
    barriers.set(node, found);
  }
  return found;
}
