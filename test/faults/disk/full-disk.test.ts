import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { recordFault } from "#test/faults/result.ts";
import { startTally } from "#test/faults/tools/tally.ts";
import { type ApiClient, setUpApi } from "#test/servers/api.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** The disk of the private Redis is full: a small file system of its own, filled to its last byte. */

let dataDir = "";
let isMounted = false;
let server: PrivateServer;
const makeClient = setUpApi();
beforeAll(async () => {
  setLongTimeouts();
  dataDir = await mkdtemp(join(tmpdir(), "fwr-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", dataDir], { stdio: "ignore" });
    isMounted = true;
  } catch {
    // Only root may mount.
    return;
  }
  server = await startPrivateServer(dataDir);
  process.env.REDIS_URL = server.url;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "1.00", stock: "9" }));
});
afterAll(async () => {
  await closeRedis();
  if (isMounted) {
    await server.release();
    execFileSync("umount", [dataDir]);
  }
  await rm(dataDir, { recursive: true, force: true });
});

const cart = z.looseObject({ totalItems: z.number() });
const itemsOf = async (client: ApiClient) => cart.parse((await client.call("GET", "/api/cart")).body).totalItems;

test("a full disk makes the shop read-only; once there is space it goes on, with all that it had confirmed", async (context) => {
  if (!isMounted) context.skip("Mounting a file system needs root");
  const tally = startTally();
  const shopper = tally.watch(makeClient());
  let asked = 1;
  let confirmed = asked;
  expect((await shopper.call("POST", "/api/cart/items", { sku: "lamp", quantity: asked })).status).toBe(200);
  async function change() {
    asked = (asked % 99) + 1;
    const reply = await shopper.call("PATCH", "/api/cart/items/lamp", { quantity: asked });
    if (reply.status === 200) confirmed = asked;
    return reply;
  }
  const changeUntil = (status: number) => until(async () => (await change()).status === status);
  const filler = join(dataDir, "filler");
  await writeFile(filler, Buffer.alloc(8 * 1024 * 1024)).catch((error: NodeJS.ErrnoException) => {
    expect(error.code).toBe("ENOSPC");
  });
  await changeUntil(503);
  expect((await change()).body).toMatchObject({ title: "The store is read-only", reason: "MISCONF" });
  expect(await itemsOf(shopper)).toBe(confirmed);
  await rm(filler);
  tally.end();
  await changeUntil(200);
  tally.recovered();
  // What was confirmed is in the file, too.
  process.kill(await readPid(server.url), "SIGKILL");
  await until(async () => (await itemsOf(shopper)) === confirmed);
  recordFault(context, { fault: "disk full", times: 1, ...tally.row(), lost: { cartLines: 0 } });
});
