import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { createClient } from "redis";
import { z } from "zod";
import { NODE, ROOT } from "#bin/bootstrap.mjs";
import { findPort } from "#lib/redis/port.ts";
import { pidsOf } from "#test/processes.ts";

/** Orders over HTTP, against two server processes and a Redis that is killed. */

let dataDir: string;
let shop: ChildProcess;
let base: string;

test.describe.configure({ mode: "serial" });
// On a busy machine server processes take long to restart.
test.setTimeout(400_000);

test.beforeAll(async () => {
  test.setTimeout(150_000);
  dataDir = await mkdtemp(join(tmpdir(), "fwr-orders-"));
  // With port 0, processes that restart after all were killed would get another port.
  const port = String(await findPort());
  shop = spawn(NODE, ["bin/serve.ts"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production", PORT: port, DATA_DIR: dataDir, REDIS_URL: "", WEB_CONCURRENCY: "2" },
  });
  base = await new Promise((resolve, reject) => {
    shop.once("exit", () => reject(new Error("The shop did not start")));
    if (!shop.stdout) return;
    createInterface({ input: shop.stdout }).on("line", (line) => {
      const url = /Open (http:\/\/localhost:\d+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
});

test.afterAll(async () => {
  const exited = new Promise((resolve) => shop.once("exit", resolve));
  shop.kill("SIGTERM");
  await exited;
  await rm(dataDir, { recursive: true, force: true });
});

async function sendToRedis(...command: string[]): Promise<unknown> {
  const url = (await readFile(join(dataDir, "redis/url"), "utf8")).trim();
  const client = createClient({ url, RESP: 2 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    client.destroy();
  }
}

/** The fields of several replies that this file reads; the others are kept for assertions. */
const replyBody = z
  .looseObject({
    reason: z.string().optional(),
    items: z.array(z.unknown()).optional(),
    order: z.looseObject({ id: z.string() }).optional(),
  })
  .nullable();

interface Reply {
  status: number;
  body: z.infer<typeof replyBody>;
}

/** A guest with their own cookie. Each request uses a new connection, so that both processes get some. */
function newGuest() {
  let cookie = "";
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
    const response = await fetch(base + path, {
      method,
      headers: { "content-type": "application/json", connection: "close", cookie, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      // A connection that was passed to a process just killed never gets a reply.
      signal: AbortSignal.timeout(10_000),
    });
    cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    return { status: response.status, body: replyBody.parse(await response.json().catch(() => null)) };
  };
}

const recipient = {
  ...{ email: "ann@example.org", name: "Ann", address: "1 Road", city: "Town", postcode: "1", country: "NL" },
};

/** Checks out, and retries with the same key after 503, after 409 "under-way" and without a reply. */
async function buy(guest: ReturnType<typeof newGuest>, key: string, total: string, more = {}): Promise<Reply> {
  for (let i = 0; ; i++) {
    const body = { ...recipient, total, ...more };
    const reply = await guest("POST", "/api/checkout", body, { "idempotency-key": key }).catch(() => null);
    const isUnknown = !reply || reply.status === 503 || reply.body?.reason === "under-way";
    if (reply && (!isUnknown || i > 600)) return reply;
    await sleep(200);
  }
}

async function createSku(id: string, stock: number): Promise<void> {
  await sendToRedis("HSET", `sku:${id}`, "name", id, "price", "5.00", "stock", String(stock), "category", "toys");
}

test("fifty carts at once for a stock of one: one order is placed, 49 are told what is short and keep their carts", async () => {
  await createSku("LAST", 1);
  const guests = Array.from({ length: 50 }, newGuest);
  for (const guest of guests) {
    const added = await guest("POST", "/api/cart/items", { sku: "LAST", quantity: 1 });
    expect(added.status).toBe(200);
  }
  const replies = await Promise.all(guests.map((guest, i) => buy(guest, `key ${i}`.replace(" ", "-"), "5.00")));
  const placed = replies.filter(({ status }) => status === 201);
  expect(placed).toHaveLength(1);
  for (const [i, reply] of replies.entries()) {
    const cart = await guests[i]?.("GET", "/api/cart");
    if (reply.status === 201) expect(cart?.body?.items).toEqual([]);
    else {
      expect(reply).toMatchObject({ status: 409, body: { reason: "short", short: [{ sku: "LAST", available: 0 }] } });
      expect(cart?.body?.items).toMatchObject([{ sku: "LAST", quantity: 1 }]);
    }
  }
  expect(await sendToRedis("HMGET", "sku:LAST", "stock", "sold")).toEqual(["0", "1"]);
  expect(await sendToRedis("HLEN", "{sku:LAST}:holds")).toBe(0);
});

test("twenty shoppers at once for a discount code with one use: one order gets it, 19 keep their carts", async () => {
  await createSku("VASE", 30);
  await sendToRedis("HSET", "discount:ONCE", "kind", "percent", "value", "50", "active", "1", "total_limit", "1");
  const guests = Array.from({ length: 20 }, newGuest);
  for (const guest of guests) await guest("POST", "/api/cart/items", { sku: "VASE", quantity: 1 });
  const requests = guests.map((guest, i) =>
    buy(guest, `once-${i}`, "2.50", { discount: "once", email: `${i}@example.org` }),
  );
  const replies = await Promise.all(requests);
  const placed = replies.filter(({ status }) => status === 201);
  expect(placed).toMatchObject([{ body: { order: { total: "2.50", discount: { code: "ONCE", amount: "2.50" } } } }]);
  for (const [i, reply] of replies.entries()) {
    if (reply.status === 201) continue;
    expect(reply).toMatchObject({ status: 409, body: { reason: "discount", discount: { rule: "used-up" } } });
    expect((await guests[i]?.("GET", "/api/cart"))?.body?.items).toMatchObject([{ sku: "VASE", quantity: 1 }]);
  }
  expect(await sendToRedis("HGET", "discount:ONCE", "used")).toBe("1");
  expect(await sendToRedis("EXISTS", "{discount:ONCE}:holds", "{sku:VASE}:holds")).toBe(0);
  expect(await sendToRedis("HMGET", "sku:VASE", "stock", "sold")).toEqual(["29", "1"]);
});

test("twenty requests with the same key while both processes are killed: one order, one reply", async () => {
  await createSku("MUG", 10);
  for (const [round, wait] of [10, 40].entries()) {
    const guest = newGuest();
    await guest("POST", "/api/cart/items", { sku: "MUG", quantity: 1 });
    const requests = Promise.all(Array.from({ length: 20 }, () => buy(guest, `round-${round}`, "5.00")));
    await sleep(wait);
    for (const pid of pidsOf("worker.ts", shop.pid)) process.kill(pid, "SIGKILL");
    const replies = await requests;
    expect(new Set(replies.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    expect((await guest("GET", "/api/orders")).body?.items).toHaveLength(1);
    expect((await guest("GET", "/api/cart")).body?.items).toEqual([]);
  }
  expect(await sendToRedis("HMGET", "sku:MUG", "stock", "sold")).toEqual(["8", "2"]);
});

test("Redis is killed right after the 201: the order exists when it is back", async () => {
  await createSku("CUP", 3);
  const guest = newGuest();
  await guest("POST", "/api/cart/items", { sku: "CUP", quantity: 2 });
  const info = String(await sendToRedis("INFO", "server"));
  const pid = Number(/process_id:(\d+)/.exec(info)?.[1]);
  const reply = await buy(guest, "before-the-end", "10.00");
  process.kill(pid, "SIGKILL");
  expect(reply.status).toBe(201);
  let order: Reply | null = null;
  for (let i = 0; i < 150 && order?.status !== 200; i++) {
    await sleep(200);
    order = await guest("GET", `/api/orders/${reply.body?.order?.id}`).catch(() => null);
  }
  expect(order).toMatchObject({ status: 200, body: { order: { status: "placed", total: "10.00" } } });
  expect(await buy(guest, "before-the-end", "10.00")).toEqual(reply);
  expect(await sendToRedis("HMGET", "sku:CUP", "stock", "sold")).toEqual(["1", "2"]);
});
