/** Finds and mends what does not agree in Redis: `npm run repair`, `npm run repair -- --dry-run`. */
import { repairOrders } from "#lib/order/repair/repair-orders.ts";
import { withRedis } from "#lib/redis/client.ts";
import { type Found, type Repair, startRepair } from "#lib/redis/repair/repair.ts";
import { forgetPosition, type Position, readPosition } from "#lib/redis/repair/walk.ts";
import { isRedisAway, RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { repairCatalogue } from "#lib/sku/edit/repair-catalogue.ts";
import { repairUsers } from "#lib/user/repair-users.ts";
import { readArgs, runCommand, withStoreRedis } from "./support/cli.ts";

const USAGE = `Finds what does not agree in Redis, after a failover, a restored backup or a change by hand, and mends it.

  npm run repair                 finds and mends
  npm run repair -- --dry-run    only finds
  npm run repair -- --restart    does not go on where it was interrupted

It compares users with the names that lead to them, SKUs with the lists of the catalogue, orders with the lists that have
them, with stock, holds and the uses of discount codes. The store may run meanwhile. It can be interrupted, and goes on
there within a day. Exit code 1 when something is left: found with --dry-run, or what only an operator can decide.

It works on the Redis of the store: REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL, or the one that \`npm start\` runs.`;

const PARTS: readonly [name: string, run: (repair: Repair, from?: Position) => Promise<void>][] = [
  ["users", repairUsers],
  ["catalogue", repairCatalogue],
  ["orders", (repair, from) => repairOrders(repair, from ? { from } : {})],
];

const number = new Intl.NumberFormat("en");

function summarize(kind: string, { count, mends, examples }: Found, dryRun: boolean): string {
  const what = !mends ? "found; see to it yourself" : dryRun ? "found" : "mended";
  const more = count > examples.length ? ", …" : "";
  return `${number.format(count)} ${kind}: ${what}\n    ${examples.join(", ")}${more}`;
}

async function run({ dryRun, restart }: { dryRun: boolean; restart: boolean }): Promise<number> {
  const redis = await withRedis(async (client) => client);
  const from = dryRun || restart ? {} : await readPosition(redis);
  const begin = Math.max(
    0,
    PARTS.findIndex(([name]) => name === from.part),
  );
  if (from.part !== undefined) console.log(`Goes on where it was interrupted: ${from.part}.`);
  let shown = performance.now();
  const { repair, found, progress } = startRepair(redis, {
    dryRun,
    onStep() {
      if (performance.now() - shown < 5000) return;
      shown = performance.now();
      console.log(`${number.format(progress.keys)} keys looked at`);
    },
  });
  for (const [name, work] of PARTS.slice(begin)) {
    console.log(`Comparing ${name}`);
    await work(repair, from.part === name ? from : undefined);
  }
  if (!dryRun) await forgetPosition(redis);
  for (const [kind, entry] of found) console.log(summarize(kind, entry, dryRun));
  if (found.size === 0) console.log(`Everything agrees: ${number.format(progress.keys)} keys.`);
  return [...found.values()].some(({ mends }) => dryRun || !mends) ? 1 : 0;
}

await runCommand(async () => {
  const { values } = readArgs(USAGE, {
    options: { "dry-run": { type: "boolean", default: false }, restart: { type: "boolean", default: false } },
  });
  return withStoreRedis(() =>
    run({ dryRun: values["dry-run"], restart: values.restart }).catch((error: unknown) => {
      throw isRedisAway(error) ? new RedisUnavailableError("Redis went away", { cause: error }) : error;
    }),
  );
});
