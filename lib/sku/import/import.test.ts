import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { getSku, listSkus } from "#lib/sku/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { type ImportOptions, importSkus } from "./import.ts";
import { importQuery } from "./schema.ts";
import { CSV_COLUMNS, formatCsvRows } from "./table/csv.ts";

setUpRedis();

const run = (text: string, options: Partial<ImportOptions> = {}) =>
  importSkus(Buffer.from(text), { dryRun: false, setStock: false, operation: "", ...options });
const lamp = {
  ...{ id: "A", name: "Lamp", price: "5.00", stock: 10, category: "home", brand: "Lux", description: "Bright" },
  ...{ image: "/pictures/tent.svg", purchaseLimit: 2 },
};
const good = "id,name,price,stock,category\nA,Lamp,5,3,home\n";

test("errors are reported by line and column and nothing is written; a dry run writes nothing either", async () => {
  const bad = `${good}B,,x,-1,Home & Co\nA,Lamp,5,3,home\n`;
  const { errors } = await run(bad);
  expect(errors.map(({ line, field }) => `${line} ${field}`)).toEqual([
    ...["3 name", "3 price", "3 stock", "3 category", "4 id"],
  ]);
  expect(await getSku("A")).toBeNull();
  expect(await run(good, { dryRun: true })).toMatchObject({ created: 1, changed: 0, same: 0, errors: [] });
  expect(await getSku("A")).toBeNull();
  expect(await run(good)).toMatchObject({ created: 1 });
  expect(await run(good)).toMatchObject({ created: 0, same: 1, changes: [] });
  for (const limit of ["0", "100", "2.5", "two"])
    expect((await run(`id,purchase_limit\nA,${limit}`)).errors).toMatchObject([{ line: 2, field: "purchase_limit" }]);
  expect((await run("id,colour\nA,red\n")).errors).toMatchObject([{ line: 1, field: "colour" }]);
  expect((await run("name,price\nLamp,1\n")).errors).toMatchObject([{ line: 1, field: "id" }]);
});

test("the stock of SKUs that name none is typed in plain digits", () => {
  const choose = (missingStock: string) => importQuery.safeParse({ missingStock });
  expect(choose("12").data?.missingStock).toBe(12);
  for (const typed of ["0x10", "1e3", " 5", "-1", "1.5", "99999999"])
    expect(choose(typed).error?.issues, typed).toMatchObject([{ path: ["missingStock"] }]);
});

test("B1: an import of an export undoes no sale: stocks are left alone, and that is said", async () => {
  await createSku(lamp);
  const table = `${CSV_COLUMNS.join(",")}\r\n${formatCsvRows((await listSkus({ sort: "newest", limit: 10 })).items)}`;
  await withRedis((redis) => redis.hIncrBy(keys.sku("A"), "stock", -6));
  const edited = table.replace("Bright", "Brighter");
  const dryRun = await run(edited, { dryRun: true });
  const change = { line: 2, id: "A", field: "description", before: "Bright", after: "Brighter" };
  const found = { created: 0, changed: 1, same: 0, errors: [], changes: [change], stockLeft: 1, notes: [] };
  expect(dryRun).toMatchObject({ ...found, format: "own", errorCount: 0, changeCount: 1, cancelled: false });
  expect(await run(edited)).toEqual(dryRun);
  expect(await getSku("A")).toEqual({ ...lamp, stock: 4, description: "Brighter" });
  const set = await run(edited, { setStock: true });
  expect(set.changes).toEqual([{ line: 2, id: "A", field: "stock", before: "4", after: "10" }]);
  expect(await getSku("A")).toMatchObject({ stock: 10 });
});

test("B1: the column stock_change adds to the stock or takes from it, once however often the import is sent", async () => {
  await createSku(lamp);
  const arrived = "id,stock_change\nA,5\n";
  const { changes } = await run(arrived, { dryRun: true });
  expect(changes).toEqual([{ line: 2, id: "A", field: "stock", before: "10", after: "15" }]);
  await Promise.all([run(arrived, { operation: "form 1" }), run(arrived, { operation: "form 1" })]);
  expect(await getSku("A")).toMatchObject({ stock: 15 });
  await run(arrived, { operation: "form 2" });
  await run("id,stock_change\nA,-20\n", { operation: "form 3" });
  expect(await getSku("A")).toMatchObject({ stock: 0 });
  expect((await run("id,stock_change\nA,-1\n")).errors).toMatchObject([
    { line: 2, field: "stock_change", message: "must not take more than the 0 in stock" },
  ]);
  expect((await run("id,stock,stock_change\nA,1,1\n", { setStock: true })).errors).toMatchObject([{ line: 1 }]);
  expect(await run("id,name,price,category,stock_change\nB,New,1,home,7\n")).toMatchObject({ created: 1 });
  expect(await getSku("B")).toMatchObject({ stock: 7 });
});

test("C8: a table with an id and any columns changes those alone; a new id needs what a SKU needs", async () => {
  await createSku(lamp);
  expect(await run("id,price\nA,9.50\n")).toMatchObject({ changed: 1 });
  expect(await getSku("A")).toEqual({ ...lamp, price: "9.50" });
  expect(await run("brand,id\n,A\n")).toMatchObject({ changed: 1 });
  expect(await getSku("A")).toEqual({ ...lamp, price: "9.50", brand: "" });
  expect((await run("id,price\nB,1\n")).errors.map(({ field }) => field)).toEqual(["name", "category", "stock"]);
});

test("C10: a decimal comma is read where a comma separates no cells", async () => {
  expect(await run("id;name;price;stock;category\na1;Lamp;5,00;3;home\na2;Sofa;1.299,50;1;home\n")).toMatchObject({
    created: 2,
  });
  expect([await getSku("a1"), await getSku("a2")]).toMatchObject([{ price: "5.00" }, { price: "1299.50" }]);
  expect((await run('id,price\na1,"5,00"\n')).errors).toMatchObject([{ line: 2, field: "price" }]);
});
