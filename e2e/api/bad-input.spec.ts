import { setTimeout as sleep } from "node:timers/promises";
import type { APIRequestContext } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, test } from "#e2e/support/test.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";
import { ADMIN_PASSWORD } from "#test/servers/store.ts";

const BODIES: [string, string][] = [
  ["POST", "/api/auth/register"],
  ["POST", "/api/auth/login"],
  ["POST", "/api/visits"],
  ["POST", "/api/cart/items"],
  ["PATCH", "/api/cart/items/sku123"],
];

const send = (request: APIRequestContext, method: string, path: string, body: string | Uint8Array) =>
  // As bytes: Playwright makes JSON of a string that is none.
  request.fetch(path, { method, data: Buffer.from(body), headers: { "content-type": "application/json" } });

for (const [method, path] of BODIES) {
  test(`${method} ${path}: what is no JSON is 400`, async ({ request }) => {
    for (const body of ["{", "", "undefined", '{"a":1', "\u0000", "{'sku': 1}"]) {
      await readProblem(await send(request, method, path, body), 400);
    }
    await readProblem(await send(request, method, path, Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400);
  });

  test(`${method} ${path}: JSON of another shape is 422 and names the fields`, async ({ request }) => {
    for (const body of [
      "null",
      "[]",
      "7",
      '"text"',
      "{}",
      '{"sku":null,"quantity":null,"page":{},"username":[],"password":1}',
    ]) {
      const document = await readProblem(await send(request, method, path, body), 422);
      expect(Object.keys(document.errors ?? {}).length, body).toBeGreaterThan(0);
    }
  });

  test(`${method} ${path}: a body that is too large is 413, also when it does not say so`, async ({
    request,
    baseURL,
  }) => {
    const large = JSON.stringify({ page: "x".repeat(70_000) });
    await readProblem(await send(request, method, path, large), 413);
    // Several on one connection: the reply to the first must not leave it unusable.
    for (let i = 0; i < 3; i++) {
      const chunked = await fetch(`${baseURL}${path}`, {
        method,
        headers: { "content-type": "application/json" },
        body: new ReadableStream({
          async start(controller) {
            for (let chunk = 0; chunk < 10; chunk++) {
              controller.enqueue(Buffer.alloc(20_000, "x"));
              await sleep(20);
            }
            controller.close();
          },
        }),
        duplex: "half",
        signal: AbortSignal.timeout(60_000),
      } as RequestInit);
      expect([chunked.status, await chunked.json()]).toEqual([413, expect.objectContaining({ status: 413 })]);
    }
  });
}

const QUANTITIES = ["-1", "1.5", "100", "1e9", "1e999", "9007199254740993", '"1"', "true", "null", "[1]", "NaN"];

test("quantities are whole numbers in their limits, and nothing else", async ({ request }) => {
  for (const quantity of [...QUANTITIES, "0"]) {
    const response = await send(request, "POST", "/api/cart/items", `{"sku":"sku123","quantity":${quantity}}`);
    await readProblem(response, quantity === "NaN" ? 400 : 422);
  }
  for (const quantity of QUANTITIES) {
    const response = await send(request, "PATCH", "/api/cart/items/sku123", `{"quantity":${quantity}}`);
    await readProblem(response, quantity === "NaN" ? 400 : 422);
  }
  expect(await read(await request.get("/api/cart"), 200, shoppingReplies.cart)).toMatchObject({ totalItems: 0 });
});

test("ids with control characters, other keys' names, or too long are no SKU", async ({ request }) => {
  const ids = ["a\nb", "\u0000", "sku123:x", "{cart:1}", "../user:1", "x".repeat(65), "", " ", "ÅB", "__proto__"];
  for (const sku of ids) {
    await readProblem(await request.post("/api/cart/items", { data: { sku, quantity: 1 } }), 422);
    if (!sku.trim() || sku.startsWith("..")) continue;
    await readProblem(
      await request.patch(`/api/cart/items/${encodeURIComponent(sku)}`, { data: { quantity: 1 } }),
      404,
    );
    await readProblem(await request.get(`/api/skus/${encodeURIComponent(sku)}`), 404);
  }
  for (const sku of ["constructor", "toString", "hasOwnProperty"])
    await readProblem(await request.post("/api/cart/items", { data: { sku, quantity: 1 } }), 404);
});

test("a page must be a path of this site without control characters", async ({ request }) => {
  for (const page of ["", "products", "https://elsewhere.example/", "/a\r\nb", "/\u0000", `/${"x".repeat(2048)}`])
    await readProblem(await request.post("/api/visits", { data: { page } }), 422);
});

test("unknown fields and a __proto__ change nothing", async ({ request }) => {
  const body = '{"sku":"sku123","quantity":1,"price":"0.01","__proto__":{"quantity":50},"constructor":{"a":1}}';
  const response = await send(request, "POST", "/api/cart/items", body);
  expect(await read(response, 200, shoppingReplies.cart)).toMatchObject({ totalItems: 1, totalValue: "199.99" });
});

test("an address or method that is not there is told as a problem", async ({ request }) => {
  for (const path of ["/api/no-such-thing", "/api", "/api/health"]) await readProblem(await request.get(path), 404);
  await readProblem(await request.get("/api/skus/%zz"), 400);
  for (const [method, path] of [
    ["PUT", "/api/cart"],
    ["GET", "/api/auth/login"],
  ] as const) {
    const reply = await request.fetch(path, { method });
    await readProblem(reply, 405);
    expect(reply.headers().allow).toMatch(/^[A-Z, ]+$/);
  }
});

test("who may not ask is told so, whatever the id looks like", async ({ request }) => {
  for (const path of ["/api/orders/x", "/api/admin/runs/x", "/api/admin/runs/x/events"])
    await readProblem(await request.get(path), 401);
  for (const path of ["/api/sessions/x", "/api/admin/runs/x", "/api/skus/{x}"])
    await readProblem(await request.delete(path), 401);
});

test("a cursor that is none is refused", async ({ request }) => {
  for (const cursor of ["bogus", "-5"])
    expect((await readProblem(await request.get(`/api/skus?cursor=${cursor}`), 422)).errors).toHaveProperty("cursor");
});

test("a category that would name another key is refused", async ({ request }) => {
  for (const category of ["audio:price", "{audio}", "audio%00", "a%20b", "x".repeat(65)]) {
    const reply = await request.get(`/api/skus?category=${category}`);
    expect((await readProblem(reply, 422)).errors, category).toHaveProperty("category");
  }
  expect((await (await request.get("/api/skus?category=no-such")).json()).items).toEqual([]);
});

test("money is text and stock a number, and a SKU keeps its id", async ({ request }) => {
  await request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  const sku = { id: `strict-${Date.now()}`, name: "Strict", price: "9.99", stock: 7, category: "audio" };
  expect((await request.post("/api/skus", { data: { ...sku, price: 9.99 } })).status()).toBe(422);
  expect((await request.post("/api/skus", { data: sku })).status()).toBe(201);
  for (const stock of [null, "", [], true, [5], "0x10", " 7 ", "7", 1.5, -1, 1e15]) {
    const reply = await request.patch(`/api/skus/${sku.id}`, { data: { stock } });
    expect((await readProblem(reply, 422)).errors, JSON.stringify(stock)).toHaveProperty("stock");
  }
  for (const price of [5, 1e7, null, "", "-1", "1.234", "1e3"])
    await readProblem(await request.patch(`/api/skus/${sku.id}`, { data: { price } }), 422);
  await readProblem(await request.patch(`/api/skus/${sku.id}`, { data: { id: "other", price: "1.00" } }), 422);
  const removed = await request.delete(`/api/skus/${sku.id}`);
  expect([removed.status(), await removed.json()]).toEqual([200, expect.objectContaining({ ...sku })]);
});

test("what is wrong with a field is said in words", async ({ request }) => {
  const say = async (path: string, data: object) =>
    (await readProblem(await request.post(path, { data }), 422)).errors ?? {};
  expect(await say("/api/auth/login", { username: "x".repeat(1000) })).toEqual({
    username: "must have at most 254 characters",
    password: "is required",
  });
  expect(await say("/api/auth/register", { username: 7, email: [], password: true })).toMatchObject({
    username: "must be text",
    password: "must be text",
  });
  expect(await say("/api/cart/items", { sku: "sku123" })).toEqual({ quantity: "is required" });
  expect(await say("/api/cart/items", { sku: "sku123", quantity: 1.5 })).toEqual({
    quantity: "must be a whole number",
  });
});
