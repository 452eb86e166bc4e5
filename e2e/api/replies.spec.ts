import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";
import { read, readProblem } from "#e2e/support/api.ts";
import { ADMIN_PASSWORD, expect, newName, PASSWORD, signInAsAdmin, test } from "#e2e/support/test.ts";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as adminReplies from "#lib/web/openapi/replies/admin.ts";
import * as catalogueReplies from "#lib/web/openapi/replies/catalogue.ts";
import * as serviceReplies from "#lib/web/openapi/replies/service.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";

/** Each reply that no other spec reads strictly, held against the schema by which the OpenAPI document describes it. */

const ADDRESS = { name: "A", address: "B", city: "C", postcode: "1", country: "DE" };

async function registerByApi(request: APIRequestContext): Promise<void> {
  const username = newName();
  const data = { username, email: `${username}@example.com`, password: PASSWORD };
  await read(await request.post("/api/auth/register", { data }), 201, accountReplies.user);
}

const checkout = (request: APIRequestContext, total: string, more: object = {}) =>
  request.post("/api/checkout", { headers: { "Idempotency-Key": newName() }, data: { ...ADDRESS, total, ...more } });

/** The events of a stream of server-sent events. */
function parseEvents(text: string): { event: string; data: unknown }[] {
  return [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].map(([, event = "", data = ""]) => {
    return { event, data: JSON.parse(data) };
  });
}

test("the OpenAPI document is served, the same for everyone", async ({ request }) => {
  const reply = await request.get("/api/openapi.json");
  const document = await read(reply, 200, serviceReplies.openapi);
  expect(reply.headers()["cache-control"]).toBe("public, no-cache");
  expect(reply.headers()["set-cookie"]).toBeUndefined();
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/api/cart", "/api/openapi.json"]));
});

test("health", async ({ request }) => {
  await read(await request.get("/api/health/live"), 200, serviceReplies.live);
  await read(await request.get("/api/health/ready"), 200, serviceReplies.ready);
});

test("suggestions", async ({ request }) => {
  const { items } = await read(await request.get("/api/suggestions?q=airp"), 200, catalogueReplies.suggestions);
  expect(items.map(({ id }) => id)).toContain("sku123");
  const nothing = { q: "", total: 0, items: [], categories: [] };
  expect(await read(await request.get("/api/suggestions"), 200, catalogueReplies.suggestions)).toEqual(nothing);
});

test("a user's sessions", async ({ request }) => {
  await readProblem(await request.get("/api/sessions"), 401);
  await registerByApi(request);
  const { items } = await read(await request.get("/api/sessions"), 200, accountReplies.sessionList);
  expect(items.map(({ current }) => current)).toEqual([true]);
  await readProblem(await request.delete("/api/sessions/0123456789abcdef"), 404);
  for (const path of ["/api/sessions", `/api/sessions/${items[0]?.id}`]) {
    const ended = await request.delete(path);
    expect([ended.status(), await ended.text()]).toEqual([204, ""]);
  }
  await readProblem(await request.get("/api/sessions"), 401);
});

test("orders, and checkouts that buy nothing", async ({ request, playwright, baseURL }) => {
  const conflict = async (total: string, more?: object) =>
    read(await checkout(request, total, more), 409, shoppingReplies.checkoutConflict);
  await registerByApi(request);
  expect(await conflict("1.00")).toMatchObject({ reason: "empty" });
  const tooLarge = await readProblem(await checkout(request, "1000000000.00"), 422);
  expect(tooLarge.errors).toEqual({ total: "is too large; the largest amount is 999999999.99" });
  await request.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } });
  expect(await conflict("1.00")).toMatchObject({ reason: "changed", total: "199.99", cart: { totalItems: 1 } });
  const unknown = { code: "NO-SUCH-CODE", rule: "unknown" };
  expect(await conflict("199.99", { discount: unknown.code })).toMatchObject({ reason: "discount", discount: unknown });

  const admin = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  await signInAsAdmin(admin);
  const last = { id: newName(), name: "The last one", price: "1.00", stock: 1, category: "audio" };
  expect((await admin.post("/api/skus", { data: last })).status()).toBe(201);
  await request.post("/api/cart/items", { data: { sku: last.id, quantity: 2 } });
  const short = [{ sku: last.id, name: last.name, wanted: 2, available: 1 }];
  expect(await conflict("201.99")).toMatchObject({ reason: "short", short });
  expect((await admin.delete(`/api/skus/${last.id}`)).status()).toBe(200);
  await admin.dispose();

  await request.delete(`/api/cart/items/${last.id}`);
  const bought = await read(await checkout(request, "199.99"), 201, shoppingReplies.confirmation);
  const { order } = await read(await request.get(`/api/orders/${bought.order.id}`), 200, shoppingReplies.order);
  expect(order).toMatchObject({ ...bought.order, ...ADDRESS, shippedAt: null });
  const { items, nextCursor } = await read(await request.get("/api/orders"), 200, shoppingReplies.orderPage);
  expect([items.filter(({ status }) => status === "placed"), nextCursor]).toEqual([[order], null]);
});

test("figures of Redis, now and every second, and the catalogue as CSV", async ({ request, baseURL }) => {
  await readProblem(await request.get("/api/admin/metrics"), 401);
  await signInAsAdmin(request);
  await read(await request.get("/api/admin/metrics"), 200, adminReplies.metrics);

  const cookie = (await request.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const stop = new AbortController();
  const stream = await fetch(`${baseURL}/api/admin/metrics/stream`, { headers: { cookie }, signal: stop.signal });
  expect([stream.status, stream.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  let text = "";
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (parseEvents(text).length > 1) break;
  }
  stop.abort();
  for (const { event, data } of parseEvents(text)) {
    expect(event).toBe("metrics");
    adminReplies.metrics.parse(data);
  }

  const table = await request.get("/api/admin/skus.csv");
  expect([table.status(), table.headers()["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
});

test("laboratory runs: started, refused, listed, followed, downloaded", async ({ ownStore, playwright }) => {
  const admin = await playwright.request.newContext({ baseURL: ownStore.url });
  await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  const start = (data: object) => admin.post("/api/admin/runs", { data });
  const { id: long } = await read(await start({ kind: "load", rate: 100, seconds: 60 }), 202, adminReplies.runStarted);
  expect(await read(await start({ kind: "browse" }), 409, adminReplies.runConflict)).toMatchObject({ active: long });
  expect(await read(await start({ kind: "nap" }), 422, adminReplies.runRefused)).toHaveProperty("errors");
  await read(await admin.delete(`/api/admin/runs/${long}`), 200, adminReplies.run);

  let short = "";
  await expect(async () => {
    const reply = await start({ kind: "pipeline", count: 100 });
    short = (await read(reply, 202, adminReplies.runStarted)).id;
  }).toPass();
  const address = `/api/admin/runs/${short}`;
  await expect(async () => {
    expect(await read(await admin.get(address), 200, adminReplies.run)).toMatchObject({ state: "done", error: null });
  }).toPass();
  const { items } = await read(await admin.get("/api/admin/runs?limit=2"), 200, adminReplies.runList);
  expect(items.map(({ id }) => id)).toEqual([short, long]);

  const schemas: Record<string, z.ZodType> = {
    sample: adminReplies.strictSample,
    run: adminReplies.run,
    end: z.strictObject({}),
  };
  const events = parseEvents(await (await admin.get(`${address}/events`)).text());
  for (const { event, data } of events) expect(schemas[event]?.parse(data), event).toEqual(data);
  expect(events.map(({ event }) => event).filter((event) => event !== "sample")).toEqual(["run", "end"]);

  await read(await admin.get(`${address}/download`), 200, adminReplies.runFile);
  const table = await admin.get(`${address}/download?format=csv`);
  expect([table.status(), table.headers()["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
  await readProblem(await admin.get("/api/admin/runs/000000000000"), 404);
  await admin.dispose();
});
