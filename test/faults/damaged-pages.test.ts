import { readdirSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { type ApiClient, makeApiClient } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";
import { isFull, recordFault } from "./result.ts";
import { chooseKeys, type Damage, damage, damages, fillShop, type Shop, SKU } from "./tools/damage.ts";

/** One key of a built store is damaged: every page is still shown, to everybody. */

const { server } = setUpRedis();
let store: Store | undefined;
afterAll(async () => {
  await store?.remove();
  await closePasswordPool();
});

/** The addresses of all pages, with what they are about in place of their parameters. */
function listPages({ order, run }: Shop): string[] {
  const ids: Record<string, string> = { products: SKU, skus: SKU, orders: order, lab: run, import: "0123456789ab" };
  const values: Record<string, string> = { slug: "audio", sort: "price-asc", code: "TEN", variant: "default" };
  const files = readdirSync("app", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("/page.tsx"));
  const addresses = files.map((file) => {
    const parts = file
      .split("/")
      .slice(0, -1)
      .filter((part) => !part.startsWith("("));
    return parts.map((part, i) => {
      const name = /^\[(.*)\]$/.exec(part)?.[1];
      return name === undefined ? part : (values[name] ?? ids[parts[i - 1] ?? ""] ?? "x");
    });
  });
  const shown = addresses
    .filter(([first]) => first !== "error-pages" && first !== "home")
    .map((parts) => `/${parts.join("/")}`);
  return ["/", "/search?q=airpods", "/search?q=airpods&sort=viewed", ...shown];
}

/** Shows every page to everybody who may see it. @returns what failed, and how many replies had which status */
async function walkPages(shop: Shop, replies: Record<string, number>): Promise<string[]> {
  const failed: string[] = [];
  // What is cached would hide the damage.
  await withRedis((redis) => redis.publish(keys.skusChanged, "*"));
  const visitors: [string, ApiClient][] = [
    ["shopper", shop.shopper],
    ["guest", shop.guest],
    ["admin", shop.admin],
    ["stranger", makeApiClient(store?.url ?? "")],
  ];
  for (const [who, client] of visitors) {
    for (const path of listPages(shop)) {
      if (path.startsWith("/admin") && who !== "admin") continue;
      const { status } = await client.call("GET", path, undefined, { accept: "text/html" });
      replies[status] = (replies[status] ?? 0) + 1;
      if (status >= 500) failed.push(`${who} ${path} ${status}`);
    }
  }
  return failed;
}

test.runIf(isFull)("one key is damaged in any way: every page is shown to everybody", async (context) => {
  store = await startStore({ env: { REDIS_URL: server().url } });
  const { url } = store;
  const shop = await fillShop(() => makeApiClient(url));
  const replies: Record<string, number> = {};
  expect(await walkPages(shop, replies)).toEqual([]);
  const chosen = await chooseKeys();
  let times = 0;
  const check = async (one: Damage) => {
    const key = chosen[one.index % chosen.length] ?? "";
    const repair = await withRedis((redis) => damage(redis, key, one));
    times++;
    expect([key, one, await walkPages(shop, replies)]).toEqual([key, one, []]);
    await repair();
  };
  await fc.assert(fc.asyncProperty(damages, check), {
    numRuns: Number(process.env.FAULT_RUNS ?? 25),
    endOnFailure: true,
  });
  recordFault(context, { fault: "a key damaged, all pages shown", times, replies });
});
