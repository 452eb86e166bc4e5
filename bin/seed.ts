/** Fills the catalogue: `npm run seed`, `npm run seed -- --count 100000`. */
import { parseArgs } from "node:util";
import { type Config, describeNamedRedis, loadConfig } from "#lib/config.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { readPrivateUrl } from "#lib/redis/private-server.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { seedGenerated, seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { countCategories } from "#lib/sku/store.ts";

const MAX_COUNT = 1_000_000;
const HELP = `Fills the catalogue of the shop.

  npm run seed                       the sample catalogue, if the shop has no SKU yet
  npm run seed -- --count 100000     and as many generated SKUs (1 to 1,000,000)

Nothing is removed or overwritten: SKUs that are there stay as they are, so it may be run again, with the same count or
another, and goes on where an interrupted run stopped. 100,000 SKUs take about 130 MB of Redis.

It writes to the Redis of REDIS_URL, or else to the one that \`npm start\` runs (DATA_DIR, .data).`;

/** What the user can mend; told without a stack. */
class UsageError extends Error {}

const number = new Intl.NumberFormat("en");

/** @throws UsageError for a count that is no whole number from 1 to 1,000,000 */
function parseCount(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_COUNT) return count;
  throw new UsageError(`--count must be a whole number from 1 to ${number.format(MAX_COUNT)}, not "${text}"`);
}

function parseOptions(): { count: number; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { count: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
    });
    return { count: values.count === undefined ? 0 : parseCount(values.count), help: values.help };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Points REDIS_URL, unless the environment names a Redis, at the one that `npm start` runs. */
function findRedis(): void {
  const config = readConfig();
  if (describeNamedRedis(config)) return;
  const { DATA_DIR } = config;
  const url = readPrivateUrl(DATA_DIR);
  if (!url)
    throw new UsageError(`There is no Redis to fill: REDIS_URL is not set, and no shop has been started in ${DATA_DIR}.
Start it in another terminal with \`npm start\`, which runs a Redis of its own, or set REDIS_URL.`);
  process.env.REDIS_URL = url;
}

/** Shows progress: one line that changes on a terminal, a line every five seconds elsewhere. */
function showProgress(count: number): (done: number) => void {
  const { isTTY } = process.stdout;
  const start = performance.now();
  let shown = start;
  return (done) => {
    const now = performance.now();
    if (done < count && now - shown < (isTTY ? 100 : 5000)) return;
    shown = now;
    const rate = done / ((now - start) / 1000);
    const left = Math.ceil((count - done) / rate);
    const line = `${number.format(done)} of ${number.format(count)} · ${number.format(Math.round(rate))} a second · ${left} s left`;
    process.stdout.write(isTTY ? `\r\x1b[K${line}${done === count ? "\n" : ""}` : `${line}\n`);
  };
}

function describeAbsence(error: RedisUnavailableError): string {
  const why = error.cause instanceof Error ? error.cause.message : error.message;
  return `Redis does not answer (${describeNamedRedis(loadConfig())}): ${why}
Start the shop with \`npm start\`, or see that the address is right. Then run this again: it goes on where it stopped.`;
}

async function seed(count: number): Promise<void> {
  const samples = await seedIfEmpty();
  if (samples > 0) console.log(`The shop was empty: ${samples} samples written.`);
  if (count > 0) {
    const start = performance.now();
    const written = await seedGenerated(count, showProgress(count));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${number.format(written)} generated SKUs written in ${seconds} s, ${number.format(count - written)} were there.`,
    );
  }
  const counts = [...(await countCategories()).values()];
  const total = counts.reduce((sum, n) => sum + n, 0);
  console.log(`The catalogue has ${number.format(total)} SKUs in ${counts.length} categories.`);
}

try {
  const { count, help } = parseOptions();
  if (help) console.log(HELP);
  else {
    findRedis();
    await seed(count);
  }
} catch (error) {
  process.exitCode = 1;
  if (error instanceof UsageError) console.error(error.message);
  else if (error instanceof RedisUnavailableError) console.error(describeAbsence(error));
  else throw error;
} finally {
  await closeRedis();
}
