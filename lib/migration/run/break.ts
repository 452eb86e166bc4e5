import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Breakage } from "#lib/migration/schema.ts";
import type { Redis } from "#lib/redis/client.ts";
import type { Traffic } from "./traffic.ts";

/** Breaks something on purpose, for the moment. */

const FROZEN_MS = 5000;
const SAID_MS = 200;
const DROPPED = 0.01;
const DROP_MS = 10_000;

export interface Breakable {
  redis: Redis;
  pool: pg.Pool;
  schema: string;
  traffic: Traffic;
}

/** @returns what was done, in words */
export async function breakSomething(what: Breakage, { redis, pool, schema, traffic }: Breakable): Promise<string> {
  switch (what) {
    case "kill-worker":
      traffic.kill();
      return "A process of the shoppers was killed";
    case "drop-writes":
      traffic.drop(DROPPED);
      void sleep(DROP_MS).then(() => traffic.drop(0));
      return "1 % of the changes do not reach Redis, for 10 s, and nobody is told";
    case "freeze-redis":
      // Once it is said: whatever is sent after it has to wait.
      void sleep(SAID_MS).then(() => redis.sendCommand(["CLIENT", "PAUSE", String(FROZEN_MS), "ALL"]).catch(() => {}));
      return "Redis is frozen for 5 s, for the whole store";
    case "freeze-sql":
      void lockTables(pool, schema);
      return "PostgreSQL answers nothing about sessions and carts for 5 s: its tables are locked";
  }
}

/** Locks all tables for a while: whoever asks waits, as for a server that is frozen. */
async function lockTables(pool: pg.Pool, schema: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const tables = ["users", "sessions", "cart_lines", "changes"].map((table) => `${schema}.${table}`);
    await client.query(`lock table ${tables.join(", ")} in access exclusive mode`);
    await sleep(FROZEN_MS);
  } catch {
    // Whatever it was, the lock goes with the connection.
  } finally {
    client.release(true);
  }
}
