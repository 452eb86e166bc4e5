/** Fills the catalogue: `npm run seed`, `npm run seed -- --count 100000`. */
import { OPERATOR } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { seedGenerated, seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { countCategories } from "#lib/sku/store.ts";
import { CommandError, readArgs, runCommand, withStoreRedis } from "./support/cli.ts";
import { makeProgress } from "./support/progress.ts";

const MAX_COUNT = 1_000_000;
const USAGE = `Fills the catalogue of the store.

  npm run seed                       the sample catalogue, if the store has no SKUs yet
  npm run seed -- --count 100000     and this many generated SKUs (1 to 1,000,000)

Nothing is removed or overwritten. The command can be repeated, with the same count or another, and continues where an
interrupted run stopped. 100,000 SKUs take about 130 MB of Redis.

It writes to the Redis of REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL, or to the one that \`npm start\` runs (DATA_DIR, .data).`;

const number = new Intl.NumberFormat("en");

/** @throws CommandError for a count that is not a whole number from 1 to 1,000,000 */
function parseCount(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_COUNT) return count;
  throw new CommandError(`--count must be a whole number from 1 to ${number.format(MAX_COUNT)}, not "${text}"`);
}

async function seed(count: number): Promise<void> {
  const samples = await seedIfEmpty();
  if (samples > 0) console.log(`The store was empty: ${samples} sample SKUs written.`);
  let generated = 0;
  if (count > 0) {
    const start = performance.now();
    const show = makeProgress();
    generated = await seedGenerated(count, (done) => show(done, count));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${number.format(generated)} generated SKUs written in ${seconds} s, ${number.format(count - generated)} already existed.`,
    );
  }
  if (samples + generated > 0)
    await recordEvent({ what: "catalogue-seeded", who: OPERATOR, on: "skus", after: `${samples + generated} SKUs` });
  const counts = [...(await countCategories()).values()];
  const total = counts.reduce((sum, n) => sum + n, 0);
  console.log(`The catalogue has ${number.format(total)} SKUs in ${counts.length} categories.`);
}

await runCommand(async () => {
  const { count } = readArgs(USAGE, { options: { count: { type: "string" } } }).values;
  const wanted = count === undefined ? 0 : parseCount(count);
  await withStoreRedis(() => seed(wanted), { start: false });
  return 0;
});
