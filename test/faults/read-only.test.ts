import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { readRedisNotices } from "#lib/metrics/redis-notices.ts";
import { refusalOf, type WriteRefusal } from "#lib/redis/trouble.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { captureLog } from "#test/capture-log.ts";
import { type ApiClient, setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { recordFault } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** A Redis that can be read and refuses writes: the shop is shown, nothing is lost, and everybody is told why. */

let folder = "";
const { server } = setUpRedis(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-data-"));
  return launchTestRedis("--dir", folder);
});
const makeClient = setUpApi();
const send = (...command: string[]) => sendToRedis(server().url, ...command);

/** How each refusal is caused and ended, on a real server. */
const STATES: Record<WriteRefusal, { begin: () => Promise<unknown>; end: () => Promise<unknown> }> = {
  OOM: {
    begin: () => send("CONFIG", "SET", "maxmemory", "1"),
    end: () => send("CONFIG", "SET", "maxmemory", "0"),
  },
  READONLY: { begin: () => send("REPLICAOF", "127.0.0.1", "1"), end: () => send("REPLICAOF", "NO", "ONE") },
  NOREPLICAS: {
    begin: () => send("CONFIG", "SET", "min-replicas-to-write", "1"),
    end: () => send("CONFIG", "SET", "min-replicas-to-write", "0"),
  },
  MISCONF: {
    async begin() {
      await send("CONFIG", "SET", "save", "3600 1");
      await rm(folder, { recursive: true });
      await send("BGSAVE");
      await until(async () => /rdb_last_bgsave_status:err/.test(String(await send("INFO", "persistence"))));
    },
    end: () => send("CONFIG", "SET", "save", ""),
  },
  NOPERM: {
    begin: () => send("ACL", "SETUSER", "default", "-@write"),
    end: () => send("ACL", "SETUSER", "default", "+@all"),
  },
};

beforeAll(() => void startSearch());
afterAll(async () => {
  await stopSearch();
  await closePasswordPool();
});

/** The Redis of the tests keeps nothing on a disk, and the dashboard says so. */
const LOSS = [{ title: "Redis saves nothing" }];
const PASSWORD = "correct horse battery";
const SKU = "sku123";
const ADDRESS = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X" };
const placed = z.looseObject({ order: z.looseObject({ id: z.string() }) });

let shopper: ApiClient;
let admin: ApiClient;
let order = "";

beforeEach(async () => {
  await seedIfEmpty();
  await ensureAdmin("admin", PASSWORD);
  shopper = makeClient();
  admin = makeClient();
  expect(await admin.call("POST", "/api/auth/login", { username: "admin", password: PASSWORD })).toMatchObject({
    status: 200,
  });
  const account = { username: "alice", email: "alice@example.com", password: PASSWORD };
  expect(await shopper.call("POST", "/api/auth/register", account)).toMatchObject({ status: 201 });
  const added = await shopper.call("POST", "/api/cart/items", { sku: SKU, quantity: 1 });
  const { totalValue: total } = z.looseObject({ totalValue: z.string() }).parse(added.body);
  const body = { ...ADDRESS, total };
  const reply = await shopper.call("POST", "/api/checkout", body, { "idempotency-key": "a-key" });
  order = placed.parse(reply.body).order.id;
  await shopper.call("POST", "/api/cart/items", { sku: SKU, quantity: 2 });
  await until(async () => JSON.stringify((await shopper.call("GET", "/api/skus?q=headphones")).body).includes("name"));
});

const READS = () => [
  ...["/api/session", "/api/sessions", "/api/cart", "/api/wishlist", "/api/orders", `/api/orders/${order}`],
  ...["/api/skus", `/api/skus/${SKU}`, "/api/skus?category=audio&sort=price-asc", "/api/skus?q=headphones"],
  "/api/suggestions?q=head",
];
const CHANGES = (): [string, string, object][] => [
  ["POST", "/api/cart/items", { sku: SKU, quantity: 1 }],
  ["PATCH", `/api/cart/items/${SKU}`, { quantity: 9 }],
  ["PUT", `/api/wishlist/${SKU}`, {}],
  ["POST", "/api/checkout", { ...ADDRESS, total: "399.98" }],
  ["POST", "/api/auth/login", { username: "admin", password: PASSWORD }],
  ["POST", "/api/auth/register", { username: "bob.b", email: "bob@example.com", password: PASSWORD }],
];

test.for(Object.keys(STATES) as WriteRefusal[])(
  "G3, G6, G11: with %s the shop is read-only, says so, loses nothing and recovers by itself",
  async (reason, context) => {
    const log = captureLog();
    const tally = startTally();
    shopper = tally.watch(shopper);
    const before = await shopper.call("GET", "/api/cart");
    await STATES[reason].begin();
    try {
      for (const path of READS())
        expect([path, await shopper.call("GET", path)]).toMatchObject([path, { status: 200 }]);
      const visit = { page: "/", sku: SKU };
      expect(await shopper.call("POST", "/api/visits", visit)).toMatchObject({
        status: 200,
        body: { user: { username: "alice" }, cart: { totalItems: 2 } },
      });
      const stranger = makeClient();
      expect(await stranger.call("POST", "/api/visits", visit)).toMatchObject({ status: 200, body: { user: null } });
      expect(await stranger.call("GET", "/api/cart")).toMatchObject({ status: 200, body: { items: [] } });
      for (const [method, path, body] of CHANGES()) {
        const reply = await shopper.call(method, path, body, { "idempotency-key": "another" });
        expect([method, path, reply]).toMatchObject([
          ...[method, path],
          { status: 503, body: { title: "The store is read-only", reason, detail: expect.stringContaining(reason) } },
        ]);
        expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(JSON.stringify(reply.body)).not.toContain("does not answer");
      }
      expect((await admin.call("GET", "/api/admin/metrics")).status).toBe(200);
      expect(await readRedisNotices()).toMatchObject([
        { title: `The store is read-only (${reason})` },
        // Whoever can't save tries to.
        ...(reason === "MISCONF" ? [] : LOSS),
      ]);
      expect(await shopper.call("GET", "/api/health/ready")).toMatchObject({
        status: 200,
        body: { redis: "read-only", reason },
      });
      await until(() => log.some(({ event }) => event === "redis-read-only"));
    } finally {
      await STATES[reason].end();
      tally.end();
    }
    await until(async () => (await shopper.call("GET", "/api/health/ready")).status === 200);
    expect(await shopper.call("GET", "/api/health/ready")).toMatchObject({ body: { redis: "ready" } });
    expect((await shopper.call("GET", "/api/cart")).body).toEqual(before.body);
    expect((await shopper.call("GET", `/api/orders/${order}`)).status).toBe(200);
    expect((await shopper.call("POST", "/api/cart/items", { sku: SKU, quantity: 1 })).status).toBe(200);
    tally.recovered();
    expect(await readRedisNotices()).toMatchObject(LOSS);
    await until(() => log.some(({ event }) => event === "redis-writable"));
    const said = log.map(({ event }) => event).filter((event) => event.startsWith("redis-"));
    expect(said).toEqual(["redis-read-only", "redis-writable"]);
    recordFault(context, { fault: `read-only: ${reason}`, times: 1, ...tally.row(), lost: { carts: 0, orders: 0 } });
  },
);

test("G3: refusals are told from other errors", () => {
  expect(refusalOf(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toBe("OOM");
  expect(refusalOf(new Error("EXECABORT Transaction discarded because of: READONLY You can't"))).toBe("READONLY");
  expect(refusalOf(new Error("ERR The user executing the script can't run this command or subcommand"))).toBe("NOPERM");
  for (const other of ["WRONGTYPE Operation", "LOADING Redis is loading", "ERR OOM ", "OOMPH "])
    expect(refusalOf(new Error(other)), other).toBeNull();
});

test("G2: a policy that evicts any key is named on the dashboard", async () => {
  await send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
  expect(await readRedisNotices()).toMatchObject([{ title: "Redis evicts by allkeys-lru" }, ...LOSS]);
  await send("CONFIG", "SET", "maxmemory-policy", "noeviction");
});
