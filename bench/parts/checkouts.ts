import autocannon from "autocannon";
import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests, CONNECTIONS, makeGuests } from "#bench/support/http.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";
import { spreadOf } from "#lib/spread.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, type Store } from "#test/servers/store.ts";

/** Shoppers of a round, each with one line in the cart; a multiple of the connections. */
const SHOPPERS = CONNECTIONS * 20;
const SKU = "bench-checkout";
const JSON_TYPE = { "content-type": "application/json" };
const ORDER = {
  ...{ email: "bench@example.com", name: "B. Bench", address: "1 Street", city: "Berlin", postcode: "10115" },
  ...{ country: "Germany", total: "1.00" },
};

/** Creates a SKU that never sells out. */
async function createSku(url: string): Promise<void> {
  const post = (path: string, body: object, cookie = "") =>
    fetch(`${url}${path}`, { method: "POST", headers: { ...JSON_TYPE, cookie }, body: JSON.stringify(body) });
  const signedIn = await post("/api/auth/login", { username: "admin", password: ADMIN_PASSWORD });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0];
  const sku = { id: SKU, name: "Bench", price: "1.00", stock: 1_000_000, category: "bench" };
  const created = await post("/api/skus", sku, cookie);
  if (created.status !== 201) throw new Error(`The SKU was not created: ${created.status} ${await created.text()}`);
}

/** Sends one request for each shopper, distributed over the connections. @returns seconds */
async function sendForAll(
  url: string,
  shoppers: readonly string[],
  requestOf: (cookie: string) => autocannon.Request,
  expected: 200 | 201,
): Promise<number> {
  let connection = 0;
  const begun = performance.now();
  // autocannon itself ends a second later at times.
  let answeredAt = begun;
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount: shoppers.length,
    setupClient(client) {
      const own = shoppers.filter((_, i) => i % CONNECTIONS === connection);
      connection++;
      client.setRequests(own.map(requestOf));
      client.on("response", () => {
        answeredAt = performance.now();
      });
    },
  });
  const answered = result.statusCodeStats?.[`${expected}`]?.count ?? 0;
  if (Number(answered) !== shoppers.length)
    throw new Error(`${url}: ${answered} of ${shoppers.length} requests were answered with ${expected}`);
  return (answeredAt - begun) / 1000;
}

/** Orders of one line by many shoppers at once. A round has a number of orders, not of seconds. */
function benchmarkCheckouts(store: Store, shoppers: readonly string[], commands: number[]): Benchmark {
  let round = 0;
  const post =
    (path: string, body: object, headers: Record<string, string> = {}) =>
    (cookie: string) => ({
      ...{ method: "POST" as const, path, body: JSON.stringify(body) },
      headers: { ...JSON_TYPE, ...headers, cookie },
    });
  const countCommands = async () =>
    Number(/total_commands_processed:(\d+)/.exec(String(await sendToRedis(store.redisUrl, "INFO", "stats")))?.[1]);
  return {
    title: "POST /api/checkout",
    async measure() {
      await sendForAll(store.url, shoppers, post("/api/cart/items", { sku: SKU, quantity: 1 }), 200);
      const key = { "idempotency-key": `round-${round++}` };
      const before = await countCommands();
      const seconds = await sendForAll(store.url, shoppers, post("/api/checkout", ORDER, key), 201);
      commands.push(((await countCommands()) - before) / shoppers.length);
      return shoppers.length / seconds;
    },
  };
}

export const checkouts: Part = {
  name: "checkouts",
  async run(context) {
    const [store, bare] = [await context.store(), await context.bare()];
    await createSku(store.url);
    const shoppers = await makeGuests(store.url, SHOPPERS);
    const commands: number[] = [];
    const baseline = benchmarkRequests("empty handler", `${bare.url}/api/empty`, {
      method: "POST",
      body: JSON.stringify(ORDER),
      cookies: shoppers.slice(0, 200),
    });
    const comparison = await compareBenchmarks(benchmarkCheckouts(store, shoppers, commands), baseline, context);
    const finding = comparisonFinding(
      "POST /api/checkout, orders of one line, compared with an empty Next.js route handler",
      ["POST /api/checkout", "empty handler"],
      comparison,
    );
    const perOrder = { title: "Redis commands an order, with those in scripts", value: spreadOf(commands), unit: "" };
    return [{ ...finding, figures: [...finding.figures, perOrder] }];
  },
};
