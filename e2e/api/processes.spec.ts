import { existsSync, readFileSync } from "node:fs";
import { read, sendUntilAvailable } from "#e2e/support/api.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";
import { readPid, sendToRedis } from "#test/servers/send-to-redis.ts";
import { startStore } from "#test/servers/store.ts";

test.slow();

/** Whether a process runs. One that has exited keeps its pid until its parent reaps it, which /proc tells. */
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

test("a restart keeps sessions, carts and accounts; stopping leaves no Redis behind", async ({ playwright }) => {
  const first = await startStore();
  let again: typeof first | undefined;
  try {
    const before = await playwright.request.newContext({ baseURL: first.url });
    const username = newName();
    const account = { username, email: `${username}@example.com`, password: PASSWORD };
    await read(await before.post("/api/auth/register", { data: account }), 201, accountReplies.user);
    await before.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
    const cookies = await before.storageState();
    await before.dispose();
    const pid = await readPid(first.redisUrl);
    await first.stop();
    // When the store has exited, its Redis no longer answers, but may still be exiting.
    await expect.poll(() => isAlive(pid), { timeout: 60_000 }).toBe(false);

    again = await startStore({ dataDir: first.dataDir });
    const after = await playwright.request.newContext({ baseURL: again.url, storageState: cookies });
    expect((await read(await after.get("/api/session"), 200, accountReplies.session)).user?.username).toBe(username);
    expect(await read(await after.get("/api/cart"), 200, shoppingReplies.cart)).toMatchObject({ totalItems: 2 });
    await after.dispose();
  } finally {
    await first.stop();
    await again?.stop();
    await first.remove();
  }
});

test("several processes share one Redis: what one writes, the others read", async ({ playwright, ownStore }) => {
  const second = await startStore({ dataDir: ownStore.dataDir, env: { WEB_CONCURRENCY: "2" } });
  try {
    const one = await playwright.request.newContext({ baseURL: ownStore.url });
    const add = { data: { sku: "sku123", quantity: 1 } };
    await read(await sendUntilAvailable(() => one.post("/api/cart/items", add)), 200, shoppingReplies.cart);
    const other = await playwright.request.newContext({ baseURL: second.url, storageState: await one.storageState() });
    for (let quantity = 2; quantity < 8; quantity++) {
      const [writer, reader] = quantity % 2 ? [one, other] : [other, one];
      const set = () => writer.patch("/api/cart/items/sku123", { data: { quantity } });
      await read(await sendUntilAvailable(set), 200, shoppingReplies.cart);
      const cart = await read(await sendUntilAvailable(() => reader.get("/api/cart")), 200, shoppingReplies.cart);
      expect(cart).toMatchObject({ totalItems: quantity });
    }
    await other.post("/api/auth/logout");
    expect(await read(await one.get("/api/session"), 200, accountReplies.session)).toEqual({
      user: null,
      session: null,
    });
    await Promise.all([one.dispose(), other.dispose()]);
  } finally {
    await second.stop();
  }
  // The Redis that both used stays for the one that is left.
  expect(await sendToRedis(ownStore.redisUrl, "PING")).toBe("PONG");
});

test("a private Redis that dies comes back with its data", async ({ playwright, ownStore }) => {
  const context = await playwright.request.newContext({ baseURL: ownStore.url });
  const added = await context.post("/api/cart/items", { data: { sku: "sku123", quantity: 3 } });
  await read(added, 200, shoppingReplies.cart);
  process.kill(await readPid(ownStore.redisUrl), "SIGKILL");
  await expect(async () => {
    expect(await (await context.get("/api/cart")).json()).toMatchObject({ totalItems: 3 });
  }).toPass();
  await context.dispose();
});

test("the store listens on 127.0.0.1 alone, and an address that is none of this machine is named", async ({
  ownStore,
}) => {
  const { port } = new URL(ownStore.url);
  await expect(fetch(`http://127.0.0.2:${port}/api/health/live`)).rejects.toThrow("fetch failed");
  const elsewhere = startStore({ dataDir: ownStore.dataDir, env: { HOST: "192.0.2.1" } });
  await expect(elsewhere).rejects.toThrow("HOST: 192.0.2.1 is not an address of this machine");
});
