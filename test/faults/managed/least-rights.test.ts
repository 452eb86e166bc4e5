import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { config } from "#lib/config.ts";
import { findPort } from "#lib/net/port.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";
import { findMissingPermissions } from "#lib/redis/server/permissions.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { repetitions } from "#test/faults/result.ts";
import { finish } from "#test/lab.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, launchTestRedis, launchTestSentinels } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

/** Redis users with exactly the rights that docs/operations.md lists. */

const [SHOP = [], LABORATORY = [], SENTINEL = []] = [
  ...readFileSync("docs/operations.md", "utf8").matchAll(/^ACL SETUSER .+$/gm),
].map(([command]) => command.replace(">password", ">pw").split(" "));
const PASSWORD = "correct horse battery";

let dataDir = "";
let servers: string[] = [];
const onAll = (command: string[]) => Promise.all(servers.map((url) => sendToRedis(url, ...command)));
const makeClient = setUpApi();
beforeAll(async () => {
  setLongTimeouts();
  dataDir = await mkdtemp(join(tmpdir(), "fwr-data-"));
  process.env.DATA_DIR = dataDir;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
});
afterAll(async () => {
  await closePasswordPool();
  await closeRedis();
  await rm(dataDir, { recursive: true });
});

/** Makes a Redis that of this process and its children, for a user with the rights of the shop alone. */
async function connectTo(urls: string[], variables: Record<string, string>): Promise<void> {
  servers = urls;
  await onAll(["ACL", "DELUSER", "shop"]);
  await onAll(SHOP);
  Object.assign(process.env, { REDIS_URL: "", REDIS_CLUSTER: "", REDIS_SENTINEL: "", ...variables });
  const none = { REDIS_URL: undefined, REDIS_CLUSTER: undefined, REDIS_SENTINEL: undefined };
  Object.assign(config(), none, variables);
  await closeRedis();
  startSearch();
}

const withUser = (url: string) => url.replace("redis://", "redis://shop:pw@");

/** What an operator would see of a command that was refused. */
async function refusals(): Promise<string[]> {
  const logs = (await onAll(["ACL", "LOG"])) as unknown[][][];
  return logs.flat().map((entry) => entry.map(String).join(" "));
}

/** Everything a shopper and an administrator do, by the API. @returns the replies that are no success */
async function walkShop(): Promise<string[]> {
  await seedIfEmpty();
  await ensureAdmin("admin", PASSWORD);
  const failed: string[] = [];
  const [shopper, admin] = [makeClient(), makeClient()];
  const call = async (who: typeof shopper, method: string, path: string, body?: object, headers = {}) => {
    const reply = await who.call(method, path, body, headers);
    if (reply.status >= 300) failed.push(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply;
  };
  await call(shopper, "POST", "/api/visits", { page: "/", sku: "sku123" });
  await call(shopper, "POST", "/api/cart/items", { sku: "sku123", quantity: 1 });
  const name = `alice${Math.random().toString(36).slice(2, 8)}`;
  const account = { username: name, email: `${name}@example.com`, password: PASSWORD };
  await call(shopper, "POST", "/api/auth/register", account);
  await call(shopper, "PUT", "/api/wishlist/sku123");
  const address = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
  await call(shopper, "POST", "/api/checkout", address, { "idempotency-key": name });
  for (const path of ["/api/orders", "/api/sessions", "/api/session", "/api/skus?q=lamp", "/api/skus/sku123"])
    await call(shopper, "GET", path);
  await call(shopper, "DELETE", "/api/sessions");
  await call(shopper, "POST", "/api/auth/logout", {});
  await call(admin, "POST", "/api/auth/login", { username: "admin", password: PASSWORD });
  const lamp = { id: `lamp-${name}`, name: "Lamp", price: "1.00", stock: 1, category: "Lamps" };
  await call(admin, "POST", "/api/skus", lamp);
  await call(admin, "PATCH", `/api/skus/${lamp.id}`, { stock: 2, category: "Light" });
  await call(admin, "DELETE", `/api/skus/${lamp.id}`);
  for (const path of ["metrics", "audit", "runs", "pictures", "csp-reports", "skus.csv"])
    await call(admin, "GET", `/api/admin/${path}`);
  await call(admin, "GET", "/api/health/ready");
  return failed;
}

const RUNS = [
  { kind: "pipeline", count: 1000 },
  { kind: "load", rate: 200, seconds: 1, sessions: 100 },
  { kind: "sale", shoppers: 20, units: 5 },
  { kind: "browse", views: 2 },
  { kind: "crowd", shoppers: 2, views: 2 },
  { kind: "bulk", count: 10_000, shards: 2, workers: 1 },
  { kind: "bulk", count: 10_000, shards: 2, workers: 1, structure: "stream" },
];

const isShort = ({ kind, structure }: (typeof RUNS)[number]) => kind === "bulk" && !structure;

async function runLaboratory(kinds = RUNS): Promise<void> {
  for (const body of kinds) {
    const { state, error } = await finish(body);
    expect({ body, state, error }).toEqual({ body, state: "done", error: null });
  }
}

const SHAPES = {
  "one server": async () => {
    const port = await findPort();
    const server = await launchTestRedis("--port", String(port), "--bind", "127.0.0.1");
    const url = `redis://127.0.0.1:${port}`;
    await connectTo([url], { REDIS_URL: withUser(url) });
    return () => server.stop();
  },
  "a cluster": async () => {
    const cluster = await launchTestNodes();
    const [first = "", ...others] = cluster.addresses.split(",");
    const REDIS_CLUSTER = [`redis://shop:pw@${first}`, ...others].join();
    await connectTo(
      cluster.nodes.map(({ url }) => url),
      { REDIS_CLUSTER },
    );
    return () => cluster.stop();
  },
  Sentinel: async () => {
    const setup = await launchTestSentinels("secret");
    for (const { url } of setup.sentinels) await sendToRedis(url, ...SENTINEL);
    const REDIS_SENTINEL = setup.addresses
      .split(",")
      .map((node) => `redis://watcher:pw@${node}`)
      .join();
    const variables = { REDIS_SENTINEL, REDIS_SENTINEL_MASTER: "redis://shop:pw@mymaster" };
    await connectTo(
      setup.servers.map(({ url }) => url),
      variables,
    );
    for (const { url } of setup.sentinels) await sendToRedis(url, "ACL", "SETUSER", "default", "resetpass", ">other");
    expect(await findPrimary({ nodes: REDIS_SENTINEL, master: "mymaster" })).toMatch(/^redis:/);
    return () => setup.stop();
  },
};

test.each(Object.keys(SHAPES) as (keyof typeof SHAPES)[])(
  "G13: the rights that docs/operations.md lists are enough for shop and laboratory: %s",
  async (shape) => {
    const stop = await SHAPES[shape]();
    try {
      expect(await withRedis(findMissingPermissions)).toEqual([]);
      await onAll(["ACL", "LOG", "RESET"]);
      expect(await walkShop()).toEqual([]);
      expect(await refusals()).toEqual([]);
      await onAll(LABORATORY);
      await runLaboratory(repetitions(RUNS.filter(isShort), RUNS));
    } finally {
      await stopSearch();
      await closeRedis();
      await stop();
    }
  },
);

test("G13: without the right to ask for figures they are not permitted, and everything else works", async () => {
  const stop = await SHAPES["one server"]();
  try {
    await onAll(["ACL", "SETUSER", "shop", "-info"]);
    expect(await walkShop()).toEqual([]);
    const admin = makeClient();
    await admin.call("POST", "/api/auth/login", { username: "admin", password: PASSWORD });
    const metrics = await admin.call("GET", "/api/admin/metrics");
    expect(metrics).toMatchObject({ status: 200, body: { permitted: false, version: "not permitted" } });
    await runLaboratory(RUNS.slice(0, 1));
  } finally {
    await stopSearch();
    await closeRedis();
    await stop();
  }
});
