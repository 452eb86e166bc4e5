import { expect, test } from "vitest";
import { writeView } from "#lib/migration/control.ts";
import { setFences } from "#lib/migration/redis/fences.ts";
import { createTables, dropTables } from "#lib/migration/sql/tables.ts";
import { withRedis } from "#lib/redis/client.ts";
import { MigrationModel } from "#test/models/migration-model.ts";
import { setUpPostgres } from "#test/servers/postgres.ts";
import { setUpRedis } from "#test/servers/redis.ts";

const postgres = setUpPostgres();
setUpRedis();

const SCHEMA = "model";
/** How often something is killed; ten thousand times with FAULTS=full. */
const CRASHES = process.env.FAULTS === "full" ? 10_000 : 200;

/** A model that begins in a phase, with both stores empty. */
async function makeModel(phase: 0 | 3 | 5): Promise<MigrationModel> {
  const pool = postgres.pool();
  const redis = await withRedis((client) => Promise.resolve(client));
  await redis.flushAll();
  await dropTables(pool, SCHEMA);
  await createTables(pool, SCHEMA);
  const percent = phase === 5 ? 100 : 0;
  await writeView(redis, { phase, percent });
  if (phase === 5) {
    await setFences(redis, "both");
    await pool.query(`update ${SCHEMA}.leader set name = 'redis'`);
  }
  return new MigrationModel({ redis, pool, schema: SCHEMA }, { phase, percent, epoch: 1 });
}

test("no order of commands and no crash loses what was acknowledged, or brings back what was deleted", {
  timeout: 3_600_000,
}, async () => {
  let [crashes, models] = [0, 0];
  const visited = new Set<number>();
  while (crashes < CRASHES || visited.size < 7) {
    const model = await makeModel(([0, 3, 5] as const)[models++ % 3] ?? 0);
    await model.run();
    await model.check();
    crashes += model.crashes;
    for (const phase of model.visited) visited.add(phase);
  }
  console.info(`${crashes} crashes in ${models} models`);
  expect([...visited].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
