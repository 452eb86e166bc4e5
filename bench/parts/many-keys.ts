import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Latency, measureBeside, signInAsAdmin } from "#bench/support/beside.ts";
import type { Part } from "#bench/support/context.ts";
import { sendRequest } from "#bench/support/http.ts";
import { spreadOf } from "#lib/spread.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { startStore } from "#test/servers/store.ts";

const KEYS = 1_000_000;
const STEP = 20_000;
/** Sessions of an id that no visitor has: a family of their own in the browser, and as large as the store's. */
const FILL = `
for i = ARGV[1], ARGV[1] + ARGV[2] - 1 do
  redis.call('HSET', 'session:filler-' .. i, 'created_at', '1777863780.25', 'last_activity', '1777863780.25',
    'current_page', '/products/sku123', 'page_views', i, 'device', 'Firefox on Linux')
end`;

const ADDRESSES = { page: "/products/sku123", call: "/api/cart" } as const;
type Latencies = Record<keyof typeof ADDRESSES, Latency>;

/** The first page of the keys: unfiltered, and filtered by a pattern that a few keys match. */
const FIRST_PAGES = { all: "/admin/keys", filtered: "/admin/keys?pattern=session:filler-77*" } as const;

async function timePage(url: string, cookie: string, path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  await sendRequest(`${url}${path}`, { agent, cookie });
  agent.destroy();
  return performance.now() - startedAt;
}

/** Somebody looks at keys for some seconds: page by page, ten a second. @returns the times of the pages in milliseconds */
async function browse(url: string, cookie: string, path: string, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    times.push(await timePage(url, cookie, path));
    await sleep(100);
  }
  return times;
}

/** The browser of keys among 1,000,000 keys, and what shoppers notice of it. */
export const manyKeys: Part = {
  name: "many-keys",
  async run({ rounds, seconds }) {
    const store = await startStore();
    const { url } = store;
    try {
      const cookie = await signInAsAdmin(url);
      const measure = (work: Promise<unknown>) => measureBeside(url, cookie, ADDRESSES, work);
      const pause = () => sleep(seconds * 1000);
      await browse(url, cookie, FIRST_PAGES.all, seconds);
      await measure(pause());
      const few: Latencies[] = [];
      for (let round = 0; round < rounds; round++) few.push(await measure(pause()));
      for (let from = 0; from < KEYS; from += STEP)
        await sendToRedis(store.redisUrl, "EVAL", FILL, "0", String(from), String(STEP));
      const quiet: Latencies[] = [];
      const browsed: Latencies[] = [];
      const times: Record<keyof typeof FIRST_PAGES, number[]> = { all: [], filtered: [] };
      for (let round = 0; round < rounds; round++) {
        quiet.push(await measure(pause()));
        const name = round % 2 === 0 ? "all" : "filtered";
        const work = browse(url, cookie, FIRST_PAGES[name], seconds);
        browsed.push(await measure(work));
        for (const path of ["all", "filtered"] as const) {
          const alone = await browse(url, cookie, FIRST_PAGES[path], 1);
          times[path].push(...alone);
        }
      }
      const finding = (title: string, of: keyof typeof ADDRESSES) => {
        const p99 = (latencies: readonly Latencies[]) => latencies.map((each) => each[of].p99);
        const [beside, without] = [p99(browsed), p99(quiet)];
        return {
          title: `${title}, p99 among ${KEYS.toLocaleString("en-US")} keys while somebody browses them`,
          ratio: spreadOf(beside.map((ms, i) => ms / (without[i] ?? Number.NaN))),
          figures: [
            { title: "while somebody browses", value: spreadOf(beside), unit: "ms" },
            { title: "nobody browses", value: spreadOf(without), unit: "ms" },
            { title: "nobody browses, before there were so many", value: spreadOf(p99(few)), unit: "ms" },
          ],
          note: "Lower is better. One visitor for each address; ten pages of keys a second.",
        };
      };
      return [
        {
          title: `/admin/keys among ${KEYS.toLocaleString("en-US")} keys, the whole page`,
          figures: [
            { title: "first page", value: spreadOf(times.all), unit: "ms" },
            { title: "filtered by a pattern", value: spreadOf(times.filtered), unit: "ms" },
          ],
        },
        finding("Product page", "page"),
        finding("GET /api/cart", "call"),
      ];
    } finally {
      await store.remove();
    }
  },
};
