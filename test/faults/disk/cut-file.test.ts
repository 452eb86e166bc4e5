import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "#lib/redis/keys.ts";
import { recordFault, repetitions } from "#test/faults/result.ts";
import { type ApiClient, makeApiClient } from "#test/servers/api.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";
import { until } from "#test/until.ts";

/** The append-only file of a store is cut off, as by a loss of power, or damaged in its middle, as by a bad disk. */

let store: Store;
let stockAtFirst = 0;
/** the orders that were confirmed */
const confirmed: string[] = [];
beforeAll(async () => {
  setLongTimeouts();
  store = await startStore();
  stockAtFirst = await readStock();
});
afterAll(() => store?.remove());

/** The part of the append-only file that is being written. */
async function findFile(): Promise<string> {
  const folder = join(store.dataDir, "redis/appendonlydir");
  return join(folder, (await readdir(folder)).find((name) => name.endsWith(".incr.aof")) ?? "");
}

const ORDERS = 10;

const readStock = async () => Number(await sendToRedis(store.redisUrl, "HGET", keys.sku("sku123"), "stock"));

/** Places orders, which are confirmed. @returns who placed them */
async function placeOrders(): Promise<ApiClient> {
  const shopper = makeApiClient(store.url);
  const address = { email: "a@example.com", name: "A", address: "1 St", city: "C", postcode: "1", country: "X" };
  for (let i = 0; i < ORDERS; i++) {
    const added = await shopper.call("POST", "/api/cart/items", { sku: "sku123", quantity: 1 });
    const { totalValue: total } = added.body as { totalValue: string };
    const key = { "idempotency-key": `${process.pid}-${Date.now()}-${i}` };
    const { status, body } = await shopper.call("POST", "/api/checkout", { ...address, total }, key);
    expect(status).toBe(201);
    confirmed.push((body as { order: { id: string } }).order.id);
  }
  return shopper;
}

/**
 * Counts the orders that are gone, of all that were confirmed. One that was cut in two is finished or undone by the
 * sweeper; then the stock is that of the orders which are there.
 */
async function countLost(): Promise<number> {
  const send = (...command: string[]) => sendToRedis(store.redisUrl, ...command);
  let placed = 0;
  await until(async () => {
    const statuses = await Promise.all(confirmed.map((id) => send("HGET", keys.order(id), "status")));
    placed = statuses.filter((status) => status === "placed").length;
    return (await send("HLEN", keys.skuHolds("sku123"))) === 0 && (await readStock()) === stockAtFirst - placed;
  }, 200);
  return confirmed.length - placed;
}

test("after a cut the store starts by itself, and what was written before it is there", async (context) => {
  const times = repetitions(1, 5);
  for (let time = 0; time < times; time++) {
    await placeOrders();
    await store.stop();
    const file = await findFile();
    await truncate(file, (await readFile(file)).length - 1 - Math.floor(Math.random() * 2000));
    store = await startStore({ dataDir: store.dataDir });
    expect(await countLost()).toBeLessThan(confirmed.length);
  }
  const lost = await countLost();
  recordFault(context, { fault: "append-only file cut off at its end", times, lost: { orders: lost } });
});

test("with damage in the middle the store names the remedy, which mends the file and says what was lost", async (context) => {
  const shopper = await placeOrders();
  await store.stop();
  const file = await findFile();
  const bytes = await readFile(file);
  const place = Math.floor(bytes.length * 0.8);
  bytes.fill(0, place, place + 20);
  await writeFile(file, bytes);
  const { dataDir } = store;
  await expect(startStore({ dataDir })).rejects.toThrow(/is damaged.*npm start -- --repair/s);
  store = await startStore({ dataDir, args: ["--repair"] });
  const said = store.output.join("\n");
  expect(said).toMatch(/Repair: \d+ bytes were cut off at the end of .*\.incr\.aof/);
  expect(said).toMatch(/Repair: lost writes by kind of key: .*order \d+/);
  const lost = await countLost();
  recordFault(context, { fault: "append-only file damaged in its middle, --repair", times: 1, lost: { orders: lost } });
  const client = makeApiClient(store.url, shopper.cookie);
  expect((await client.call("POST", "/api/cart/items", { sku: "sku123", quantity: 1 })).status).toBe(200);
});
