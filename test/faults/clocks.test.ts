import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { addPendingOrder } from "#lib/order/record.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { addPendingWork } from "#lib/redis/tasks/pending-work.ts";
import { createSession, getSession, touchSession } from "#lib/session/store.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { nowMs } from "#lib/time.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { type ApiClient, type ApiReply, makeApiClient } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { until } from "#test/until.ts";

/** Server processes whose clocks are wrong by an hour, beside one whose clock is right. */

setUpRedis();

const HOUR_MS = 3_600_000;
const SKEWS = { right: 0, ahead: HOUR_MS, behind: -HOUR_MS };
type Server = keyof typeof SKEWS;
const origins = {} as Record<Server, string>;
const children = {} as Record<Server, ChildProcess>;

beforeAll(async () => {
  const preload = new URL("../servers/programs/preload-skewed-clock.ts", import.meta.url).href;
  for (const [name, skew] of Object.entries(SKEWS) as [Server, number][]) {
    const env = { ...process.env, CLOCK_SKEW_MS: String(skew) };
    const child = fork(new URL("../servers/programs/api-process.ts", import.meta.url), {
      execArgv: ["--import", preload],
      env,
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    origins[name] = `http://127.0.0.1:${port}`;
    children[name] = child;
  }
});
afterAll(async () => {
  for (const child of Object.values(children)) child.kill();
  await closePasswordPool();
});

const PASSWORD = "correct horse battery";
const SKU = "sku123";
beforeEach(async () => {
  await seedIfEmpty();
  await ensureAdmin("admin", PASSWORD);
});

const accountOf = (username: string) => ({ username, email: `${username}@example.com`, password: PASSWORD });
const sessionReply = z.object({ user: z.object({ id: z.string() }).nullable() });
/** Moves a visitor to another server, as a load balancer does. */
const at = (server: Server, { cookie }: ApiClient) => makeApiClient(origins[server], cookie);
const userAt = async (server: Server, client: ApiClient) =>
  sessionReply.parse((await at(server, client).call("GET", "/api/session")).body).user?.id;

test("a server whose clock is an hour ahead or behind signs nobody out", async () => {
  const servers = Object.keys(SKEWS) as Server[];
  for (const first of servers) {
    const shopper = makeApiClient(origins[first]);
    const account = accountOf(`of-${first}`);
    expect(await shopper.call("POST", "/api/auth/register", account)).toMatchObject({ status: 201 });
    const guest = makeApiClient(origins[first]);
    await guest.call("POST", "/api/cart/items", { sku: SKU, quantity: 1 });
    for (const server of [...servers, ...servers]) {
      const visit = await at(server, shopper).call("POST", "/api/visits", { page: "/" });
      expect([first, server, visit]).toMatchObject([first, server, { status: 200, body: { user: { id: /^\d/ } } }]);
      expect([first, server, await userAt(server, shopper)]).not.toContain(undefined);
      const { body } = await at(server, guest).call("GET", "/api/cart");
      expect([first, server, body]).toMatchObject([first, server, { totalItems: 1 }]);
    }
    // Whoever signs in on another server ends none of these sessions either.
    for (const server of servers) {
      const again = makeApiClient(origins[server]);
      const login = await again.call("POST", "/api/auth/login", account);
      expect([server, login]).toMatchObject([server, { status: 200 }]);
      // Recently signed in, so what requires that is not refused.
      expect((await again.call("GET", "/api/sessions")).status).toBe(200);
    }
    expect(await userAt("right", shopper)).toBeDefined();
    const listed = z
      .object({ items: z.array(z.unknown()) })
      .parse((await at("ahead", shopper).call("GET", "/api/sessions")).body);
    expect(listed.items).toHaveLength(4);
  }
});

/** Every text that a database holds: values, members and scores. */
async function readAll(redis: Redis): Promise<[key: string, texts: string[]][]> {
  const read = async (key: string): Promise<string[]> => {
    const type = await redis.type(key);
    if (type === "string") return [(await redis.get(key)) ?? ""];
    if (type === "hash") return Object.entries(await redis.hGetAll(key)).flat();
    if (type === "set") return redis.sMembers(key);
    if (type === "stream")
      return ((await redis.xRange(key, "-", "+")) ?? []).flatMap(({ id, message }) => [id, ...Object.values(message)]);
    if (type !== "zset") return [];
    return (await redis.zRangeWithScores(key, 0, -1)).flatMap(({ value, score }) => [value, String(score)]);
  };
  return Promise.all((await redis.keys("*")).map(async (key) => [key, await read(key)]));
}

const TIMES = /\b\d{10}(?:\.\d+)?\b|\b\d{13}(?:\.\d+)?\b|\b20\d\d-\d\d-\d\dT[\d:.]+Z/g;
const toMs = (text: string) =>
  text.includes("T") ? Date.parse(text) : Number(text) * (/^\d{13}/.test(text) ? 1 : 1000);

/** Times that are an hour off, give or take ten minutes, with the names of their keys. */
async function findWrongTimes(): Promise<string[]> {
  const all = await withRedis(readAll);
  return all.flatMap(([key, texts]) =>
    texts.flatMap((text) =>
      [...text.matchAll(TIMES)].flatMap(([time]) =>
        Math.abs(Math.abs(toMs(time) - Date.now()) - HOUR_MS) < 600_000 ? [`${key}: ${text.slice(0, 200)}`] : [],
      ),
    ),
  );
}

test.each(["ahead", "behind"] as const)(
  "what a server whose clock is an hour %s writes has the right time",
  async (server) => {
    const client = () => makeApiClient(origins[server]);
    const [shopper, guest, admin] = [client(), client(), client()];
    const replies: Record<string, ApiReply> = {};
    const ask = async (
      who: ApiClient,
      method: string,
      path: string,
      body?: object | string,
      headers?: Record<string, string>,
    ) => {
      replies[`${method} ${path}`] = await who.call(method, path, body, headers);
      return replies[`${method} ${path}`]?.body;
    };
    await ask(admin, "POST", "/api/auth/login", { username: "admin", password: PASSWORD });
    const registered = await ask(shopper, "POST", "/api/auth/register", accountOf("alice"));
    const { user } = z.object({ user: z.object({ id: z.string() }) }).parse(registered);
    await ask(guest, "POST", "/api/auth/login", { ...accountOf("alice"), password: "wrong one" });
    for (const who of [shopper, guest]) {
      await ask(who, "POST", "/api/visits", { page: `/products/${SKU}`, sku: SKU });
      await ask(who, "POST", "/api/cart/items", { sku: SKU, quantity: 1 });
      await ask(who, "PUT", "/api/wishlist/mouse-456");
    }
    const recipient = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
    const bought = await ask(shopper, "POST", "/api/checkout", recipient, { "idempotency-key": "a" });
    const { order } = z.object({ order: z.object({ id: z.string() }) }).parse(bought);
    const sku = { id: "lamp", name: "Lamp", price: "5.00", stock: 3, category: "Lighting" };
    await ask(admin, "POST", "/api/skus", sku);
    await ask(admin, "PATCH", "/api/skus/lamp", { price: "6.00" });
    const csv = "id,name,price,stock,category\nchair,Chair,7.00,2,Furniture\n";
    await ask(admin, "POST", "/api/admin/skus/import", csv, { "content-type": "text/csv" });
    const report = {
      "csp-report": {
        "document-uri": "http://localhost/",
        "violated-directive": "script-src",
        "blocked-uri": "inline",
      },
    };
    await ask(guest, "POST", "/api/csp-reports", JSON.stringify(report), { "content-type": "application/csp-report" });
    await ask(admin, "GET", "/api/admin/metrics");
    await ask(guest, "POST", "/api/auth/login", accountOf("alice"));
    const statuses = Object.entries(replies).map(([what, reply]) => [what, reply.status]);
    expect(statuses.filter(([, status]) => Number(status) >= 400)).toEqual([]);
    children[server].send({ order: order.id, user: user.id, code: "TEN" });
    expect((await once(children[server], "message"))[0]).toBe("written");
    expect(await findWrongTimes()).toEqual([]);
    // Nothing looks as if it were interrupted to a server whose clock is right, nor hides from it.
    expect(
      await withRedis((redis) => Promise.all([redis.zCard(keys.ordersPending), redis.zCard(keys.skusPending)])),
    ).toEqual([0, 0]);
  },
);

test("a claim from the future blocks nothing", async () => {
  const shopper = makeApiClient(origins.right);
  await shopper.call("POST", "/api/auth/register", accountOf("alice"));
  const id = (await userAt("right", shopper)) ?? "";
  await shopper.call("POST", "/api/cart/items", { sku: SKU, quantity: 1 });
  const future = nowMs() + HOUR_MS;
  await withRedis(async (redis) => {
    // What processes left that crashed before the clock was set back: a checkout, an order and an edit.
    await redis.set(keys.cartCheckout(id), `00000000000000000000000000000000 ${future}`);
    await addPendingOrder(redis, "00000000000000000000000000000001", future);
    await addPendingWork(redis, keys.skusPending, `${SKU} ${future}`, future);
  });
  const recipient = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
  const bought = await shopper.call("POST", "/api/checkout", recipient, { "idempotency-key": "a" });
  expect(bought).toMatchObject({ status: 201 });
  const pending = () =>
    withRedis((redis) => Promise.all([redis.zCard(keys.ordersPending), redis.zCard(keys.skusPending)]));
  await until(async () => (await pending()).join() === "0,0");
});

test("a session from the future is neither longer than others nor ended", async () => {
  const { sid } = await createSession({ id: "7", username: "alice" }, "");
  await withRedis((redis) =>
    redis.hSet(keys.session(sid), { created_at: nowMs() / 1000 + 7200, last_activity: nowMs() / 1000 + 7200 }),
  );
  const touched = await withRedis((redis) => touchSession(redis, sid, "/", 1));
  expect(touched?.createdAt).toBeLessThan(nowMs() / 1000 + 60);
  expect(await getSession(sid)).toEqual(touched);
});
