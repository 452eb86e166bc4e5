/** Fills the catalogue: `npm run seed`, `npm run seed -- --count 100000`, `npm run seed -- --example`. */
import { makeExample } from "#lib/account/example.ts";
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
  npm run seed -- --example          and the keys that the challenge shows: user:1 (Parker Perry), cart:1, sku:sku123,
                                     sku:sku456 and biglist, where they are missing

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

/** Makes the keys of the challenge, and says of each what is there. */
async function seedExample(): Promise<void> {
  const { entries, username, password } = await makeExample();
  for (const { key, made, what } of entries) console.log(`${key.padEnd(11)} ${made ? "made" : "was there"}: ${what}`);
  if (password) console.log(`Password of ${username}, shown this once: ${password}`);
  const made = entries.filter((entry) => entry.made).map(({ key }) => key);
  if (made.length > 0)
    await recordEvent({ what: "catalogue-seeded", who: OPERATOR, on: "example", after: made.join(", ") });
}

await runCommand(async () => {
  const options = { count: { type: "string" }, example: { type: "boolean" } } as const;
  const { count, example } = readArgs(USAGE, { options }).values;
  const wanted = count === undefined ? 0 : parseCount(count);
  await withStoreRedis(
    async () => {
      await seed(wanted);
      if (example) await seedExample();
    },
    { start: false },
  );
  return 0;
});
