import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { withRedis } from "#lib/redis/client.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { captureLog } from "#test/capture-log.ts";
import { type ApiClient, setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { recordFault, repetitions } from "./result.ts";
import {
  ACCOUNT,
  chooseKeys,
  type Damage,
  damage,
  damages,
  fillShop,
  PASSWORD,
  type Shop,
  SKU,
} from "./tools/damage.ts";
import { startTally, type Tally } from "./tools/tally.ts";

/** Somebody else writes into the store's Redis: one key is damaged, and everything else goes on. */

setUpRedis();
const makeClient = setUpApi();
beforeAll(() => void startSearch());
afterAll(async () => {
  await stopSearch();
  await closePasswordPool();
});

/** What every visitor asks for. @returns what failed */
async function walk({ shopper, guest, admin, order, run }: Shop, name: string, tally: Tally): Promise<string[]> {
  const examples: Record<string, string> = { "/api/skus/": SKU, "/api/orders/": order, "/api/admin/runs/": run };
  const paths = (await loadApiRoutes(process.cwd())).flatMap(({ pattern, handlers }) => {
    const path = typeof pattern === "string" ? pattern : pattern.source.slice(1, -1).replaceAll("\\", "");
    const filled = path.replace(/(.*?\/)\(\[\^\/\]\+\)/, (_, before: string) => `${before}${examples[before] ?? SKU}`);
    // Streams do not end.
    return handlers.has("GET") && !/\/(stream|events)$/.test(filled) ? [filled] : [];
  });
  const failed: string[] = [];
  const ask = async (who: string, client: ApiClient, method: string, path: string, body?: object) => {
    const { status, body: said } = await tally.watch(client).call(method, path, body);
    if (status >= 500) failed.push(`${who} ${method} ${path} ${status} ${JSON.stringify(said)}`);
  };
  const stranger = makeClient();
  const visitors = { shopper, guest, admin, stranger };
  for (const [who, client] of Object.entries(visitors)) {
    for (const path of [...paths, "/api/skus?q=airpods", "/api/skus?sort=viewed", "/api/skus?category=audio"])
      await ask(who, client, "GET", path.replace(/suggestions$/, "suggestions?q=air"));
    await ask(who, client, "POST", "/api/visits", { page: "/", sku: SKU });
    await ask(who, client, "POST", "/api/cart/items", { sku: SKU, quantity: 1 });
    await ask(who, client, "PATCH", `/api/cart/items/${SKU}`, { quantity: 2 });
    await ask(who, client, "PUT", "/api/wishlist/mouse-456");
  }
  // Somebody with a cart, a wishlist and a list of views signs in.
  await ask("stranger", stranger, "POST", "/api/auth/login", ACCOUNT);
  await ask("stranger", stranger, "POST", "/api/auth/logout");
  const account = { username: `new-${name}`, email: `${name}@example.com`, password: PASSWORD };
  await ask("newcomer", makeClient(), "POST", "/api/auth/register", account);
  return failed;
}

test("G8: one key is damaged in any way: nothing fails, and it is logged once with its name", async (context) => {
  const shop = await fillShop(makeClient);
  const log = captureLog();
  const chosen = await chooseKeys();
  let walks = 0;
  const tally = startTally();
  const check = async (one: Damage) => {
    const key = chosen[one.index % chosen.length] ?? "";
    const repair = await withRedis((redis) => damage(redis, key, one));
    expect([key, one, await walk(shop, `${process.pid}-${walks++}`, tally)]).toEqual([key, one, []]);
    await repair();
  };
  await fc.assert(fc.asyncProperty(damages, check), { numRuns: repetitions(8, 30) });
  const named = log.filter(({ event }) => event === "key-damaged").map(({ key }) => key);
  expect(new Set(named).size).toBe(named.length);
  expect((await walk(shop, "at-the-end", tally)).join()).toBe("");
  const { replies = {}, slowestMs = 0 } = tally.row();
  recordFault(context, { fault: "one key damaged, all routes asked", times: walks, replies, slowestMs });
});
