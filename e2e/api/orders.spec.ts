import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import { findPort } from "#lib/net/port.ts";
import { pidsOf } from "#test/servers/processes.ts";
import { readPid, sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** Orders over HTTP, against two server processes and a Redis that is killed. */

let dataDir: string;
let store: Store;

test.describe.configure({ mode: "serial" });
// On a busy machine server processes take long to restart.
test.setTimeout(400_000);

test.beforeAll(async () => {
  test.setTimeout(150_000);
  dataDir = await mkdtemp(join(tmpdir(), "fwr-orders-"));
  for (let tries = 0; ; tries++) {
    // With port 0, processes that restart after all were killed would get another port.
    const env = { PORT: String(await findPort()), WEB_CONCURRENCY: "2" };
    try {
      store = await startStore({ dataDir, env });
      return;
    } catch (error) {
      // Another program may have taken the port since.
      if (tries >= 3) throw error;
    }
  }
});

test.afterAll(() => store?.remove());

const send = (...command: string[]) => sendToRedis(store.redisUrl, ...command);

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
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    timeoutMs = 30_000,
  ): Promise<Reply> => {
    const response = await fetch(store.url + path, {
      method,
      headers: { "content-type": "application/json", connection: "close", cookie, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
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
    // A connection that was passed to a process just killed never gets a reply. A busy machine may take longer each time.
    const timeoutMs = Math.min(30_000, 2000 * (i + 1));
    const reply = await guest("POST", "/api/checkout", body, { "idempotency-key": key }, timeoutMs).catch(() => null);
    const isUnknown = !reply || reply.status === 503 || reply.body?.reason === "under-way";
    if (reply && (!isUnknown || i > 600)) return reply;
    await sleep(200);
  }
}

/** Puts a quantity into an empty cart. On a busy machine Redis may not reply within the deadline of a request. */
async function fillCart(guest: ReturnType<typeof newGuest>, sku: string, quantity: number): Promise<void> {
  await expect
    .poll(async () => (await guest("PATCH", `/api/cart/items/${sku}`, { quantity }).catch(() => null))?.status, {
      timeout: 60_000,
    })
    .toBe(200);
}

async function createSku(id: string, stock: number): Promise<void> {
  await send("HSET", `sku:${id}`, "name", id, "price", "5.00", "stock", String(stock), "category", "toys");
}

test("B5: after each sale the page of the product says what is left, in both processes", async () => {
  await createSku("FIFTY", 50);
  const shown = async () => {
    // Each request uses a new connection, so that both processes get some.
    const pages = await Promise.all(
      Array.from({ length: 8 }, () => fetch(`${store.url}/products/FIFTY`, { headers: { connection: "close" } })),
    );
    const texts = await Promise.all(pages.map((page) => page.text()));
    return [...new Set(texts.map((text) => /(\d+) available|Only (\d+) left|Sold out/.exec(text)?.[0]))];
  };
  expect(await shown()).toEqual(["50 available"]);
  let key = 0;
  const sell = async (quantity: number) => {
    const guest = newGuest();
    await fillCart(guest, "FIFTY", quantity);
    const reply = await buy(guest, `fifty-${key++}`, `${quantity * 5}.00`);
    expect(reply.status).toBe(201);
    return reply.body?.order?.id ?? "";
  };
  for (const [quantity, left] of [
    [30, "20 available"],
    [1, "19 available"],
    [14, "Only 5 left"],
    [5, "Sold out"],
  ] as const) {
    await sell(quantity);
    await expect.poll(shown, { timeout: 10_000 }).toEqual([left]);
  }
});

test("fifty carts at once for a stock of one: one order is placed, 49 are told what is short and keep their carts", async () => {
  await createSku("LAST", 1);
  const guests = Array.from({ length: 50 }, newGuest);
  for (const guest of guests) await fillCart(guest, "LAST", 1);
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
  expect(await send("HMGET", "sku:LAST", "stock", "sold")).toEqual(["0", "1"]);
  expect(await send("HLEN", "{sku:LAST}:holds")).toBe(0);
});

test("twenty shoppers at once for a discount code with one use: one order gets it, 19 keep their carts", async () => {
  await createSku("VASE", 30);
  await send("HSET", "discount:ONCE", "kind", "percent", "value", "50", "active", "1", "total_limit", "1");
  const guests = Array.from({ length: 20 }, newGuest);
  for (const guest of guests) await fillCart(guest, "VASE", 1);
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
  expect(await send("HGET", "discount:ONCE", "used")).toBe("1");
  expect(await send("EXISTS", "{discount:ONCE}:holds", "{sku:VASE}:holds")).toBe(0);
  expect(await send("HMGET", "sku:VASE", "stock", "sold")).toEqual(["29", "1"]);
});

test("twenty requests with the same key while both processes are killed: one order, one reply", async () => {
  await createSku("MUG", 10);
  for (const [round, wait] of [10, 40].entries()) {
    const guest = newGuest();
    await fillCart(guest, "MUG", 1);
    const requests = Promise.all(Array.from({ length: 20 }, () => buy(guest, `round-${round}`, "5.00")));
    await sleep(wait);
    for (const pid of pidsOf("worker.ts", store.child.pid)) process.kill(pid, "SIGKILL");
    const replies = await requests;
    expect(new Set(replies.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    // What the killed process left to do after the order was placed, the sweeper does.
    await expect(async () => {
      expect((await guest("GET", "/api/orders")).body?.items).toHaveLength(1);
      expect((await guest("GET", "/api/cart")).body?.items).toEqual([]);
    }).toPass({ timeout: 60_000 });
  }
  await expect.poll(() => send("HMGET", "sku:MUG", "stock", "sold"), { timeout: 60_000 }).toEqual(["8", "2"]);
});

test("Redis is killed right after the 201: the order exists when it is back", async () => {
  await createSku("CUP", 3);
  const guest = newGuest();
  await fillCart(guest, "CUP", 2);
  const pid = await readPid(store.redisUrl);
  const reply = await buy(guest, "before-the-end", "10.00");
  process.kill(pid, "SIGKILL");
  expect(reply.status).toBe(201);
  await expect(async () => {
    const order = await guest("GET", `/api/orders/${reply.body?.order?.id}`);
    expect(order).toMatchObject({ status: 200, body: { order: { status: "placed", total: "10.00" } } });
  }).toPass({ timeout: 120_000 });
  expect(await buy(guest, "before-the-end", "10.00")).toEqual(reply);
  expect(await send("HMGET", "sku:CUP", "stock", "sold")).toEqual(["1", "2"]);
});
