import { request } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import { importProblem, importReport } from "#lib/web/openapi/replies/admin.ts";

/** Tables over HTTP. */

test("a table is tried, imported and reported; errors name line and column, and nothing is written", async () => {
  const admin = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInAsAdmin(admin);
  const send = (table: string | Buffer, query = "", headers = {}) =>
    admin.post(`/api/admin/skus/import${query}`, { headers: { "content-type": "text/csv", ...headers }, data: table });
  const id = newName();
  const table = `id;name;price;stock;category\n${id};Möbel;5,00;3;home\n`;
  const created = { created: 1, changed: 0, same: 0, errors: [] };
  expect(await read(await send(table, "?dryRun=1"), 200, importReport)).toEqual(created);
  expect((await admin.get(`/api/skus/${id}`)).status()).toBe(404);
  const in1252 = Buffer.from(table, "latin1");
  expect(await read(await send(in1252), 200, importReport)).toEqual(created);
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ name: "Möbel", price: "5.00", stock: 3 });
  expect(await read(await send(in1252), 200, importReport)).toEqual({ created: 0, changed: 0, same: 1, errors: [] });
  const bad = await read(await send(`id,name,price\n${id},New name,x\n`), 422, importProblem);
  expect(bad).toMatchObject({ changed: 0, errors: [{ line: 2, field: "price" }] });
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ name: "Möbel" });
  expect((await send("x".repeat(4 * 1024 * 1024 + 1))).status()).toBe(413);
  const arrived = `id,stock_change\n${id},2\n`;
  for (let i = 0; i < 2; i++) await read(await send(arrived, "", { "idempotency-key": id }), 200, importReport);
  expect(await (await admin.get(`/api/skus/${id}`)).json()).toMatchObject({ stock: 5 });
  await readProblem(await send(arrived, "", { "idempotency-key": "x".repeat(256) }), 400);
  // What an export writes is a table that changes nothing.
  const exported = await (await admin.get("/api/admin/skus.csv")).body();
  const back = await read(await send(exported, "?dryRun=true"), 200, importReport);
  expect([back.created, back.changed]).toEqual([0, 0]);
  expect((await admin.delete(`/api/skus/${id}`)).status()).toBe(200);
  await admin.dispose();
});
