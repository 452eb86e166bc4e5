import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { findPort } from "#lib/net/port.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { begin, waitForEnd } from "#test/lab.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** What operators of a Redis do to it while a store uses it. */

let address = "";
const { server } = setUpRedis(async () => {
  const port = await findPort();
  address = `127.0.0.1:${port}`;
  return launchTestRedis("--port", String(port), "--bind", "127.0.0.1");
});
const makeClient = setUpApi();
let dataDir = "";
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "fwr-data-"));
  process.env.DATA_DIR = dataDir;
  // Through TCP, where an address can name a user. FLUSHALL is for the tests.
  const rights = ["~*", "&*", "+@all", "-@dangerous", "+flushall"];
  await sendToRedis(server().url, "ACL", "SETUSER", "shop", "on", ">pw", ...rights);
  process.env.REDIS_URL = `redis://shop:pw@${address}`;
  await closeRedis();
  startSearch();
});
afterAll(async () => {
  await stopSearch();
  await closePasswordPool();
  await rm(dataDir, { recursive: true });
});

const PASSWORD = "correct horse battery";

test("G9: with a user who lacks what is called dangerous the shop works, runs work, and figures say so", async () => {
  await seedIfEmpty();
  await ensureAdmin("admin", PASSWORD);
  const [shopper, admin] = [makeClient(), makeClient()];
  const account = { username: "alice", email: "alice@example.com", password: PASSWORD };
  expect(await shopper.call("POST", "/api/auth/register", account)).toMatchObject({ status: 201 });
  expect(await shopper.call("POST", "/api/cart/items", { sku: "sku123", quantity: 1 })).toMatchObject({ status: 200 });
  const address = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
  const bought = await shopper.call("POST", "/api/checkout", address, { "idempotency-key": "a" });
  expect(bought).toMatchObject({ status: 201 });
  expect(await admin.call("POST", "/api/auth/login", { username: "admin", password: PASSWORD })).toMatchObject({
    status: 200,
  });
  expect(await admin.call("GET", "/api/admin/metrics")).toMatchObject({
    status: 200,
    body: { permitted: false, version: "not permitted", keys: expect.any(Number) },
  });
  expect(await admin.call("GET", "/api/health/ready")).toMatchObject({ status: 200, body: { redis: "ready" } });
  const run = await waitForEnd((await begin({ kind: "browse", views: 1 })).id);
  expect(run).toMatchObject({ state: "done", error: null });
});

test("G10: scripts that are forgotten under load of carts and sign-ins fail no request", async (context) => {
  await seedIfEmpty();
  const account = { username: "alice", email: "alice@example.com", password: PASSWORD };
  await makeClient().call("POST", "/api/auth/register", account);
  let busy = true;
  let times = 0;
  const forget = (async () => {
    for (; busy; times++) await sendToRedis(server().url, "SCRIPT", "FLUSH");
  })();
  const tally = startTally();
  const shop = async () => {
    const shopper = tally.watch(makeClient());
    const replies = [await shopper.call("POST", "/api/visits", { page: "/" })];
    for (let i = 0; i < repetitions(10, 200); i++)
      replies.push(await shopper.call("POST", "/api/cart/items", { sku: "sku123", quantity: 1 }));
    replies.push(await shopper.call("POST", "/api/auth/login", account));
    return replies.map(({ status }) => status);
  };
  const statuses = (await Promise.all([shop(), shop()])).flat();
  busy = false;
  await forget;
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { replies = {}, slowestMs = 0 } = tally.row();
  recordFault(context, { fault: "scripts flushed, again and again", times, replies, slowestMs });
});
