import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backUp, checkBackup } from "#lib/backup/backup.ts";
import { restore } from "#lib/backup/restore.ts";
import { addToCart } from "#lib/cart/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import { readOrder } from "#lib/order/record.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { checkData } from "#lib/upgrade/upgrade.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { recordFault, repetitions } from "./result.ts";

/** A backup and a restore that are killed, at any moment. */

const KEYS = 10_000;
const root = join(import.meta.dirname, "../..");
const RECIPIENT = { name: "Ann", address: "1 Road", city: "Town", postcode: "1000", country: "NL" };
const never = new AbortController().signal;
const { server } = setUpRedis(() => launchTestRedis("--enable-debug-command", "yes"));
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-backup-"));
});
afterAll(() => rm(folder, { recursive: true }));

const digest = async () => String(await sendToRedis(server().url, "DEBUG", "DIGEST"));

function start(command: "backup" | "restore", ...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(root, `bin/${command}.ts`), ...args], { cwd: root, stdio: "ignore" });
}

/** Kills a command a random time after its work has begun. @returns whether it was done before */
async function kill(child: ChildProcess, begun: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const exited = once(child, "exit");
  while (!(await begun()) && child.exitCode === null) await sleep(5);
  await Promise.race([sleep(Math.random() * withinMs), exited]);
  child.kill("SIGKILL");
  const [code] = await exited;
  return code === 0;
}

test("a restore that is killed leaves a store that does not start, and repeating it brings everything back", async (context) => {
  const write = `for i = 1, ${KEYS} do redis.call("HSET", "user:" .. i, "username", i, "email", "a@example.com") end`;
  await withRedis((redis) => redis.eval(write, { keys: ["user:1"] }));
  const before = await digest();
  const file = join(folder, "whole.ndjson");
  await backUp(file, { all: false, signal: never });
  const count = await checkBackup(file, never);
  const times = repetitions(1, 20);
  let lost = 0;
  for (let i = 0; i < times; i++) {
    const begun = async () => (await checkData()) !== null;
    await kill(start("restore", "--file", file, "--replace"), begun, 500);
    // It may have been killed when all was done, and about to exit.
    const isDone = (await checkData()) === null;
    if (!isDone) {
      expect(await checkData()).toMatchObject({ reason: "unfinished-restore" });
      // Not even --replace is needed: what is there are parts of backups.
      await restore(file, { keys: count, replace: false, verify: true, signal: never });
    }
    // Where it has said that it was done.
    if (isDone) await withRedis((redis) => redis.del(keys.audit));
    if ((await digest()) !== before) lost++;
    expect(await checkData()).toBeNull();
  }
  recordFault(context, { fault: "restore killed, then repeated", times, lost: { stores: lost } });
  expect(lost).toBe(0);
});

test("a backup amid checkouts never has an order without its units taken from the stock", async (context) => {
  const skus = Array.from({ length: 40 }, (_, i) => `lamp-${i}`);
  const initial = 1000;
  const times = repetitions(2, 20);
  let outOfStock = 0;
  let listed = 0;
  for (let round = 0; round < times; round++) {
    await sendToRedis(server().url, "FLUSHALL");
    const write = 'for i = 1, 3000 do redis.call("SET", "email_to_id:" .. i, i) end';
    await withRedis((redis) => redis.eval(write, { keys: ["email_to_id:1"] }));
    await withRedis((redis) =>
      Promise.all(skus.map((id) => redis.hSet(keys.sku(id), { name: id, price: "1.00", stock: String(initial) }))),
    );
    let busy = true;
    const shop = async (shopper: number) => {
      for (let n = 0; busy; n++) {
        const owner = { id: String(shopper), guest: false };
        await addToCart(owner, skus[(shopper * 7 + n) % skus.length] ?? "", 1);
        const body = { ...RECIPIENT, email: `${shopper}@example.org`, total: "1.00" };
        await checkout({ owner, key: `${n}`, body });
      }
    };
    const shopping = Promise.all([1, 2, 3, 4, 5, 6].map(shop));
    await until(() => withRedis(async (redis) => (await redis.zCard(keys.orders)) > 10));
    const file = join(folder, `amid-${round}.ndjson`);
    const { keys: count } = await backUp(file, { all: false, signal: never });
    busy = false;
    await shopping;
    await restore(file, { keys: count, replace: true, verify: false, signal: never });
    const sold = new Map<string, number>();
    for (const id of await withRedis((redis) => redis.keys(keys.order("*")))) {
      const order = await withRedis((redis) => readOrder(redis, id.slice(keys.order("").length)));
      if (order?.status !== "placed") continue;
      listed++;
      for (const { sku, quantity } of order.lines) sold.set(sku, (sold.get(sku) ?? 0) + quantity);
    }
    for (const [sku, units] of sold) {
      const stock = Number(await withRedis((redis) => redis.hGet(keys.sku(sku), "stock")));
      if (stock + units > initial) outOfStock++;
    }
  }
  recordFault(context, { fault: "backup amid checkouts, restored", times, doubled: outOfStock });
  expect(listed).toBeGreaterThan(times * 10);
  expect(outOfStock).toBe(0);
});

test("a backup that is killed leaves no file that could be taken for a backup", async (context) => {
  const write = `for i = 1, ${KEYS} do redis.call("SET", "user:" .. i, i) end`;
  await withRedis((redis) => redis.eval(write, { keys: ["user:1"] }));
  const times = repetitions(1, 20);
  for (let i = 0; i < times; i++) {
    const file = join(folder, `${i}.ndjson.gz`);
    const begun = async () => existsSync(`${file}.part`);
    const done = await kill(start("backup", "--file", file), begun, 300);
    expect(existsSync(file)).toBe(done);
    if (done) expect(await checkBackup(file, never)).toBe(KEYS);
    // What is left of it does not stand in the way.
    else if (i === 0) expect(await backUp(file, { all: false, signal: never })).toMatchObject({ keys: KEYS });
  }
  recordFault(context, { fault: "backup killed", times, lost: { keys: 0 } });
});
