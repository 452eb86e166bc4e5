import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Phase } from "#lib/migration/phases.ts";
import { actOnMigration } from "#lib/migration/run/act.ts";
import { readLog, readStatus } from "#lib/migration/run/requests.ts";
import type { MigrationRequest } from "#lib/migration/schema.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";
import { startMigration } from "./start.ts";

/** A migration as it is done: its process, PostgreSQL, shoppers, and somebody who moves it on and back. */

setUpRedis();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-migration-"));
  process.env.DATA_DIR = folder;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (request: MigrationRequest) => actOnMigration(request, "Ann");

/** Asks for a step until nothing stands against it any more. */
async function step(action: "next" | "back", to: Phase, percent?: number): Promise<void> {
  await until(async () => {
    const status = await readStatus();
    expect(status).toMatchObject({ running: true, traffic: { signOuts: 0, lostLines: 0 } });
    if (status.phase === to && (percent === undefined || status.percent === percent)) return true;
    // Whatever is asked twice on a busy machine moves once.
    await ask({ action, epoch: status.epoch });
    return false;
  }, 200);
}

test("from SQL to Redis and back under load: nobody is signed out, no line is lost, and nothing is left", {
  timeout: 600_000,
}, async () => {
  const before = await withRedis((redis) => redis.keys("*"));
  const child = await startMigration({ sessions: 400, rate: 60, waitSeconds: 1 });
  if (!child) throw new Error("It did not start");
  expect(await startMigration({ sessions: 400, rate: 60 })).toBeNull();
  await until(async () => (await readStatus()).traffic.acknowledged > 50);
  expect(await ask({ action: "back" })).toMatchObject({ ok: false });
  expect(await ask({ action: "share", percent: 50 })).toMatchObject({ ok: false });
  await step("next", 1);
  // While SQL leads, nobody notices that Redis drops changes; the comparison does, and mends them.
  await ask({ action: "break", what: "drop-writes" });
  await step("next", 2);
  const refused = await ask({ action: "next" });
  if (!refused.ok) expect(refused.reasons.join()).toMatch(/Backfill: [\d,]+ of [\d,]+ records/);
  await step("next", 3);
  await ask({ action: "break", what: "kill-worker" });
  for (const percent of [1, 10, 50, 100]) await step("next", 4, percent);
  expect(await ask({ action: "share", percent: 30 })).toMatchObject({ ok: true });
  expect(await readStatus()).toMatchObject({ phase: 4, percent: 30 });
  expect(await ask({ action: "share", percent: 100 })).toMatchObject({ ok: false });
  await step("next", 4, 50);
  await step("next", 4, 100);
  await step("next", 5);
  await ask({ action: "break", what: "freeze-sql" });
  await until(async () => (await readStatus()).outbox.length > 0);
  await step("next", 6);
  await until(async () => (await readStatus()).reads.redisShare > 0.5);
  for (const phase of [5, 4, 3, 2, 1, 0] as const) await step("back", phase);

  const log = (await readLog(200)).map(({ what }) => what).reverse();
  expect(log).toEqual(
    expect.arrayContaining([
      "0 SQL only → 1 Dual write",
      "A process of the shoppers was killed",
      "4 Reads from Redis (100 %) → 5 Redis leads",
      "5 Redis leads → 4 Reads from Redis (100 %)",
      "1 Dual write → 0 SQL only",
    ]),
  );
  const exited = once(child, "exit");
  expect(await ask({ action: "finish" })).toMatchObject({ ok: true });
  await exited;
  const status = await readStatus();
  expect(status).toMatchObject({ running: false, note: "Ended by Ann.", traffic: { signOuts: 0, lostLines: 0 } });
  expect(status.traffic.failed / status.traffic.acknowledged).toBeLessThan(0.05);
  const left = (await withRedis((redis) => redis.keys("*"))).filter((key) => !before.includes(key));
  expect(left.sort()).toEqual(
    [keys.migrationLog, keys.migrationMismatches, keys.migrationStatus].filter((key) => left.includes(key)).sort(),
  );
});

test("when the process that started it is gone, it ends, and takes everything with it", async () => {
  const child = await startMigration({ sessions: 50, rate: 10, waitSeconds: 1 });
  if (!child) throw new Error("It did not start");
  await until(async () => (await readStatus()).traffic.acknowledged > 0);
  const exited = once(child, "exit");
  child.stdin?.end();
  await exited;
  expect(await readStatus()).toMatchObject({ running: false, note: "The process that started it has exited." });
  expect(await withRedis((redis) => redis.exists(keys.migrationLease))).toBe(0);
  await sleep(0);
});
