import { request } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import type { AuditEntry } from "#lib/audit/schema.ts";
import { MAX_TABLE_BYTES, MAX_UPLOAD_BYTES } from "#lib/sku/import/schema.ts";
import { importCreated, importProblem, importReport } from "#lib/web/openapi/replies/admin.ts";

/** Tables over HTTP. */

test("a table is tried, imported and reported; errors name line and column, and nothing is written", async () => {
  const admin = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInAsAdmin(admin);
  const send = (table: string | Buffer, query = "", headers = {}) =>
    admin.post(`/api/admin/skus/import${query}`, { headers: { "content-type": "text/csv", ...headers }, data: table });
  const id = newName();
  const table = `id;name;price;stock;category\n${id};Möbel;5,00;3;home\n`;
  const nothing = { errors: [], errorCount: 0, format: "own", notes: [] };
  const created = { created: 1, changed: 0, same: 0, ...nothing };
  expect(await read(await send(table, "?dryRun=1"), 200, importReport)).toEqual(created);
  expect((await admin.get(`/api/skus/${id}`)).status()).toBe(404);
  const in1252 = Buffer.from(table, "latin1");
  expect(await read(await send(in1252), 200, importReport)).toEqual(created);
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ name: "Möbel", price: "5.00", stock: 3 });
  expect(await read(await send(in1252), 200, importReport)).toEqual({ created: 0, changed: 0, same: 1, ...nothing });
  const bad = await read(await send(`id,name,price\n${id},New name,x\n`), 422, importProblem);
  expect(bad).toMatchObject({ changed: 0, errors: [{ line: 2, field: "price" }] });
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ name: "Möbel" });
  expect((await send(Buffer.alloc(MAX_TABLE_BYTES + 1, "x"))).status()).toBe(413);
  // More than is dropped of a body that is too large.
  const wide = `id,name\n${id},${" ".repeat(17 * 1024 * 1024)}x`;
  expect(await read(await send(wide, "?dryRun=1"), 200, importReport)).toMatchObject({ changed: 1 });
  const shopify = `Handle,Title,Option1 Value,Variant Price,Variant SKU\n${id},Lamp,Default Title,"1,005.00",\n`;
  const found = await read(await send(shopify, "?dryRun=1"), 200, importReport);
  expect([found.changed, found.format]).toEqual([1, "shopify"]);
  await read(await send(shopify, "?dryRun=1&format=own"), 422, importProblem);
  await readProblem(await send(shopify, "?dryRun=1&format=excel"), 422);
  const arrived = `id,stock_change\n${id},2\n`;
  for (let i = 0; i < 2; i++) await read(await send(arrived, "", { "idempotency-key": id }), 200, importReport);
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ stock: 5 });
  const { items } = await (await admin.get("/api/admin/audit?limit=200")).json();
  const ends = (items as AuditEntry[]).filter(({ what }) => what === "import-ended").map(({ after }) => after);
  expect(ends).toEqual(expect.arrayContaining(["0 created, 1 changed", "1 created, 0 changed"]));
  await readProblem(await send(arrived, "", { "idempotency-key": "x".repeat(256) }), 400);
  // What an export writes is a table that changes nothing.
  const exported = await (await admin.get("/api/admin/skus.csv")).body();
  const back = await read(await send(exported, "?dryRun=true"), 200, importReport);
  expect([back.created, back.changed]).toEqual([0, 0]);
  expect((await admin.delete(`/api/skus/${id}`)).status()).toBe(200);
  await admin.dispose();
});

test("C5: a form with a table is answered by its page or as JSON; one that is too large, or has none, says so", async () => {
  const admin = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInAsAdmin(admin);
  const send = (file: Buffer, accept = "text/html") =>
    admin.post("/api/admin/imports", {
      ...{ maxRedirects: 0, headers: { accept } },
      multipart: { file: { name: "a.csv", mimeType: "text/csv", buffer: file } },
    });
  const where = async (file: Buffer) => {
    const reply = await send(file);
    return `${reply.status()} ${reply.headers().location}`;
  };
  const table = Buffer.from("id,price\na,1\n");
  expect(await where(table)).toMatch(/^303 \/admin\/skus\/import\/[0-9a-f]{16}$/);
  expect(await where(Buffer.alloc(0))).toBe("303 /admin/skus/import?refused=no-table");
  expect(await where(Buffer.alloc(MAX_UPLOAD_BYTES, "x"))).toBe("303 /admin/skus/import?refused=too-large");
  expect(await (await admin.get("/admin/skus/import?refused=too-large")).text()).toContain("at most 64 MB");
  const { id } = await read(await send(table, "application/json"), 201, importCreated);
  expect((await admin.get(`/api/admin/imports/${id}/events`)).headers()["content-type"]).toContain("text/event-stream");
  const large = await readProblem(await send(Buffer.alloc(MAX_UPLOAD_BYTES, "x"), "application/json"), 413);
  expect(large.detail).toContain("at most 64 MB");
  await admin.dispose();
});
