import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { awaitRedis } from "#lib/redis/tasks/retry.ts";
import { recordFault, repetitions } from "#test/faults/result.ts";
import type { Failover } from "#test/servers/failover.ts";
import { type Books, closeBooks, fail, startShops, supply, type Told } from "./orders.ts";

/** Shoppers of each of the two processes. */
const SHOPPERS = 8;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const one of all) for (const [name, count] of Object.entries(one)) total[name] = (total[name] ?? 0) + count;
  return total;
}

/**
 * The tests of a shape of Redis: primaries are killed and frozen amid checkouts while their replicas lag behind.
 * @param short which of the two is done in the short form
 */
export function testFailovers(shape: string, short: "kill" | "freeze", launch: () => Promise<Failover>): void {
  let redis: Failover;
  let shops: Awaited<ReturnType<typeof startShops>>;
  beforeAll(async () => {
    redis = await launch();
    Object.assign(process.env, {
      SESSION_SECRET: "the secret of the tests is long enough",
      REDIS_URL: "",
      ...redis.env,
    });
    timeouts.sweepAfterMs = -1000;
    shops = await startShops(2, redis.env);
    await awaitRedis(60_000);
  });
  afterAll(async () => {
    shops?.stop();
    await closeRedis();
    await redis?.stop();
  });

  /** Brings back what failed in the last round, once another needs it. */
  let bringBack = async () => {};
  const round = async (
    how: "kill" | "freeze",
    n: number,
  ): Promise<{ told: Told; books: Books; recoveryMs: number }> => {
    const pair = redis.pairs[n % redis.pairs.length];
    if (!pair) throw new Error("There is no pair of servers");
    await bringBack();
    await Promise.all(redis.pairs.map((one) => one.roles()));
    const skus = await supply(`${how}-${n}`);
    await Promise.all(redis.pairs.map((one) => one.roles()));
    shops.begin(skus, SHOPPERS);
    bringBack = await fail(pair, how);
    const promoted = performance.now();
    await awaitRedis(60_000);
    const recoveryMs = performance.now() - promoted;
    const told = await shops.end();
    return { told, books: await closeBooks(told, skus), recoveryMs };
  };

  const check = async (context: TestContext, how: "kill" | "freeze", times: number) => {
    const rounds: Awaited<ReturnType<typeof round>>[] = [];
    for (let n = 0; n < times; n++) {
      const one = await round(how, n);
      rounds.push(one);
      if (process.env.FAULTS_VERBOSE) console.log(JSON.stringify({ how, n, ...one.books, replies: one.told.replies }));
      expect({ ...one.books, round: n }).toMatchObject({ lost: [], soldTwice: 0, halfDone: [], unlisted: [] });
    }
    const lost = { orders: sum(rounds.map(({ books }) => books.lost.length)) };
    recordFault(context, {
      fault: `primary ${how === "kill" ? "killed" : "frozen"}, ${shape}, replica held back`,
      times,
      replies: addUp(rounds.map(({ told }) => told.replies)),
      slowestMs: Math.max(...rounds.map(({ told }) => told.slowestMs)),
      outageMs: Math.max(...rounds.map(({ told }) => told.outageMs)),
      lost: {
        ...lost,
        "unlisted orders": sum(rounds.map(({ books }) => books.unlisted.length)),
        "orders of 202": sum(rounds.map(({ books }) => books.unconfirmedLost)),
        carts: sum(rounds.map(({ books }) => books.carts)),
        sessions: sum(rounds.map(({ books }) => books.sessions)),
      },
      doubled: sum(rounds.map(({ books }) => books.soldTwice)),
      recoveryMs: Math.max(...rounds.map(({ recoveryMs }) => recoveryMs)),
    });
    // The shoppers bought something, or nothing was tested.
    expect(sum(rounds.map(({ told }) => told.replies["201"] ?? 0))).toBeGreaterThan(0);
  };

  for (const how of ["kill", "freeze"] as const) {
    const times = repetitions(how === short ? 1 : 0, 20);
    const title = `${shape}: primaries ${how === "kill" ? "are killed" : "freeze"} while their replica lags: no confirmed order is lost, nothing is sold twice`;
    test.skipIf(times === 0)(title, (context) => check(context, how, times), 3_600_000);
  }
}
