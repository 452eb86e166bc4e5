import { fork } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeEach, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { getSku, listSkus } from "#lib/sku/store.ts";
import { setUpCluster } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { type ImportJob, isAtWork } from "./job.ts";
import { closeImportPool, importTable, receiveUpload, startJob } from "./pool.ts";
import { lockImport, readActiveImport, readJob, requestCancel } from "./store.ts";

/** On a cluster: the pieces of a table are on another node than the SKUs, and threads and processes find both. */
const { cluster } = setUpCluster();
beforeEach(async () => {
  for (const { url } of cluster().nodes) await sendToRedis(url, "FLUSHALL");
});
afterAll(closeImportPool);

const skuOf = (id: string) => ({
  ...{ id, name: "Planted", price: "5.00", stock: 10, category: "home", brand: "", description: "" },
  ...{ image: "/pictures/tent.svg", purchaseLimit: null },
});

/** Uploads a table as a browser does. */
async function upload(table: string | Buffer, name = "table.csv"): Promise<string> {
  const form = new FormData();
  form.set("file", new File([new Uint8Array(Buffer.from(table))], name));
  const request = new Response(form);
  return receiveUpload(Buffer.from(await request.arrayBuffer()), request.headers.get("content-type") ?? "");
}

async function jobOf(id: string): Promise<ImportJob> {
  const job = await readJob(id);
  if (!job) throw new Error("no job");
  return job;
}
const ended = (id: string) => until(async () => !isAtWork((await jobOf(id)).state));
const written = async (id: string) => {
  const { progress } = await jobOf(id);
  return progress?.phase === "writing" && progress.done > 0;
};
const isRunning = async () => (await readActiveImport()) !== "";

const HEADER = "id,name,price,stock,category\n";
const tableOf = (rows: number) =>
  HEADER + Array.from({ length: rows }, (_, i) => `n${i},New ${i},1.00,3,home\n`).join("");
const countSkus = () => withRedis((redis) => redis.zCard(keys.skus));

test("C5: a table of more than a megabyte is uploaded, checked and imported in the background", async () => {
  const description = "a long text, ".repeat(60);
  const rows = Array.from({ length: 1500 }, (_, i) => `n${i},New ${i},1.00,3,home,"${description}"\n`);
  const id = await upload(`id,name,price,stock,category,description\n${rows.join("")}`);
  expect(await jobOf(id)).toMatchObject({
    state: "uploaded",
    file: "table.csv",
    lines: 1501,
    table: { format: "own" },
  });
  expect(await startJob(id, true)).toBe(true);
  await ended(id);
  expect(await jobOf(id)).toMatchObject({ state: "checked", result: { created: 1500, errors: [] } });
  expect(await countSkus()).toBe(0);
  await until(async () => startJob(id, false));
  await ended(id);
  expect(await jobOf(id)).toMatchObject({ state: "done", result: { created: 1500, changed: 0, errorCount: 0 } });
  expect(await getSku("n1499")).toMatchObject({ description: description.trim() });
  expect((await listSkus({ category: "home", sort: "price-asc", limit: 100 })).items).toHaveLength(100);
  expect(await withRedis((redis) => redis.zCard(keys.skusPending))).toBe(0);
});

test("what is no table says so, and an old import makes room for a new one", async () => {
  expect(await jobOf(await upload(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))).toMatchObject({
    ...{ state: "failed", table: null, error: expect.stringContaining("UTF-8") },
  });
  expect(await jobOf(await upload('id,name\na,"open'))).toMatchObject({ state: "uploaded" });
  expect(await upload("")).toBe("");
  const first = await upload(tableOf(1));
  for (let i = 0; i < 5; i++) await upload(tableOf(1));
  expect(await readJob(first)).toBeNull();
  expect(await withRedis((redis) => redis.exists(keys.importTable(first)))).toBe(0);
});

test("an import that is cancelled midway keeps what was written, and goes on from there", async () => {
  const id = await upload(tableOf(8000));
  await startJob(id, false);
  await until(() => written(id));
  await requestCancel(id);
  await ended(id);
  const { state, result } = await jobOf(id);
  const created = result?.created ?? 0;
  expect(state).toBe("cancelled");
  expect(created).toBeGreaterThan(0);
  expect(created).toBeLessThan(8000);
  expect(await countSkus()).toBe(created);
  await until(async () => !(await isRunning()));
  await startJob(id, false);
  await ended(id);
  expect(await jobOf(id)).toMatchObject({ state: "done", result: { created: 8000 - created, same: created } });
});

test("an import whose process dies midway is interrupted; repeated, it changes each stock once", async () => {
  const old = Array.from({ length: 500 }, (_, i) => `old${i}`);
  for (let at = 0; at < old.length; at += 200)
    await Promise.all(old.slice(at, at + 200).map((id) => createSku(skuOf(id))));
  const id = await upload(`id,stock_change\n${old.map((sku) => `${sku},-10\n`).join("")}`);
  const other = fork(new URL("../../../../test/servers/programs/import-process.ts", import.meta.url), {
    ...{ execArgv: [], env: process.env },
  });
  other.send(id);
  expect(await once(other, "exit")).toEqual([null, "SIGKILL"]);
  // Until its lock has expired nobody knows; the test does not wait for that.
  expect((await jobOf(id)).state).toBe("importing");
  await withRedis((redis) => Promise.all([redis.del(keys.importLock(id)), redis.del(keys.activeImport)]));
  expect((await jobOf(id)).state).toBe("interrupted");
  expect(await startJob(id, false)).toBe(true);
  await ended(id);
  const { state, result } = await jobOf(id);
  expect([state, result?.errors, (result?.changed ?? 0) + (result?.same ?? 0)]).toEqual(["done", [], 500]);
  expect(result?.same).toBeGreaterThan(0);
  const stocks = new Set((await Promise.all(old.map(getSku))).map((sku) => sku?.stock));
  expect(stocks).toEqual(new Set([0]));
});

test("one import writes at a time; checks take place beside it", async () => {
  const [first, second] = [await upload(tableOf(2)), await upload(tableOf(3))];
  const locks = await lockImport(first, "another process", true);
  expect(await startJob(second, false)).toBe(false);
  expect(await startJob(first, true)).toBe(false);
  const options = { setStock: false, operation: "" };
  expect(await importTable(Buffer.from(tableOf(1)), { ...options, dryRun: false })).toBeNull();
  expect(await importTable(Buffer.from(tableOf(1)), { ...options, dryRun: true })).toMatchObject({ created: 1 });
  await locks?.renew();
  await locks?.release();
  const both = await Promise.all([startJob(second, false), startJob(first, false)]);
  expect(both.filter(Boolean)).toHaveLength(1);
  await Promise.all([first, second].map(ended));
});
