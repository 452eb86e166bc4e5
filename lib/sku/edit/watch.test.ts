import { isDeepStrictEqual } from "node:util";
import { afterEach, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { listSkus } from "#lib/sku/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { startSkuWatch } from "./watch.ts";

/** Between the walks, which are minutes apart here: what is found within a test was reported by Redis. */

const { server } = setUpRedis();
const send = (...command: string[]) => sendToRedis(server().url, ...command);
const write = (id: string, price: string) => send("HSET", keys.sku(id), "name", id, "price", price);
const prices = async () =>
  Object.fromEntries((await listSkus({ sort: "newest", limit: 100 })).items.map(({ id, price }) => [id, price]));
const pricesBecome = (expected: object) => until(async () => isDeepStrictEqual(await prices(), expected));

const stops: (() => void)[] = [];
const start = () => void stops.push(startSkuWatch());
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
/** The first walk and the report of its own writes are over. */
async function startAndWalk(): Promise<void> {
  await write("first", "1.00");
  start();
  await pricesBecome({ first: "1.00" });
}
const idsOfTrackers = async () =>
  [...String(await send("CLIENT", "LIST")).matchAll(/id=(\d+) .* flags=(\S+)/g)]
    .filter(([, , flags]) => flags?.includes("B"))
    .map(([, id]) => id ?? "");

test("D11: what others write, change and delete is followed without looking at every key", async () => {
  await startAndWalk();
  await write("lamp", "4.00");
  await pricesBecome({ first: "1.00", lamp: "4.00" });
  await write("lamp", "5.00");
  await until(async () => (await withRedis((redis) => redis.zScore(keys.skusByPrice, "lamp"))) === 500);
  await send("DEL", keys.sku("first"));
  await pricesBecome({ lamp: "5.00" });
});

test("what was written while nothing was reported is found when the connection is back", async () => {
  await startAndWalk();
  await until(async () => (await idsOfTrackers()).length === 1);
  const [id = ""] = await idsOfTrackers();
  await Promise.all([send("CLIENT", "KILL", "ID", id), write("lamp", "4.00")]);
  await pricesBecome({ first: "1.00", lamp: "4.00" });
});

test("after everything was deleted, what is written then is found", async () => {
  await startAndWalk();
  await send("FLUSHALL");
  await write("lamp", "4.00");
  await pricesBecome({ lamp: "4.00" });
});

test("one process watches, and another does when that has ended", async () => {
  await startAndWalk();
  start();
  await until(async () => (await idsOfTrackers()).length === 1);
  stops.shift()?.();
  await send("DEL", keys.skusWalk); // which would expire ten seconds later
  await write("lamp", "4.00");
  await pricesBecome({ first: "1.00", lamp: "4.00" });
  await until(async () => (await idsOfTrackers()).length === 1);
});
