import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { readProblem } from "#e2e/support/api.ts";
import { measureBusyness } from "#e2e/support/busyness.ts";
import { expect, test } from "#e2e/support/test.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { pidsOf, readRunDelay } from "#test/servers/processes.ts";
import { type Store, startStore } from "#test/servers/store.ts";

test.describe.configure({ mode: "serial" });

let folder = "";
let redis: LaunchedRedis;
let store: Store;
let context: APIRequestContext;

async function launch(): Promise<LaunchedRedis> {
  const socket = join(folder, "redis.sock");
  const args = ["--port", "0", "--unixsocket", socket, "--dir", folder, "--appendonly", "yes", "--save", ""];
  return launchRedis(`unix://${socket}`, args);
}

test.beforeAll(async ({ playwright }) => {
  folder = await mkdtemp(join(tmpdir(), "fwr-outage-"));
  redis = await launch();
  store = await startStore({ env: { REDIS_URL: redis.url } });
  context = await playwright.request.newContext({ baseURL: store.url });
  // What has never been shown takes half a second to load, of which Redis knows nothing.
  for (const path of ["/products/piano-108", "/categories/audio", "/cart", "/search?q=piano"]) await context.get(path);
  expect((await context.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } })).status()).toBe(200);
});

test.afterAll(async () => {
  await context?.dispose();
  await store?.remove();
  redis?.child.kill("SIGCONT");
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

/**
 * Every kind of request is refused quickly and clearly, and the process lives on.
 * @param unseen a catalogue page that nobody has asked for yet
 */
async function expectRefusals(unseen: string): Promise<void> {
  const took: number[] = [];
  const pids = [process.pid, ...pidsOf("worker.ts", store.child.pid)];
  const time = async <T>(work: () => Promise<T>) => {
    const [started, delay] = [performance.now(), readRunDelay(pids)];
    const result = await work();
    took.push(performance.now() - started - (readRunDelay(pids) - delay));
    return result;
  };
  // First what has several questions to Redis: their waits must not add up.
  const pages = [unseen, "/categories/kitchen", "/cart", "/search?q=mouse"];
  for (const page of await Promise.all(
    pages.map((path) => time(() => context.get(path, { headers: { accept: "text/html" } }))),
  )) {
    expect([page.url(), page.status()]).toEqual([page.url(), 503]);
    expect(page.headers()["content-type"]).toContain("text/html");
    expect(page.headers()["retry-after"]).toMatch(/^\d+$/);
    expect(await page.text()).toContain("<h1>");
  }
  for (const path of ["/api/cart", "/api/skus", "/api/health/ready"]) {
    const reply = await time(() => context.get(path));
    await readProblem(reply, 503);
    expect(reply.headers()["retry-after"]).toMatch(/^\d+$/);
  }
  await readProblem(await time(() => context.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } })), 503);
  await readProblem(await time(() => context.post("/api/visits", { data: { page: "/" } })), 503);
  await readProblem(
    await time(() => context.post("/api/auth/login", { data: { username: "nobody", password: "not the right one" } })),
    503,
  );
  expect((await context.get("/api/health/live")).status()).toBe(200);
  expect(Math.max(...took), `${took.map(Math.round)} ms`).toBeLessThan(2000 + (await measureBusyness(context)));
}

async function expectRecovery(): Promise<void> {
  const timeout = 5000 + (await measureBusyness(context));
  await expect(async () => expect((await context.get("/api/cart")).status()).toBe(200)).toPass({ timeout });
  expect(await (await context.get("/api/cart")).json()).toMatchObject({ totalItems: 2 });
  for (const path of ["/cart", "/search?q=mouse"])
    await expect(async () => expect((await context.get(path)).status(), path).toBe(200)).toPass();
}

test("a frozen Redis: 503 within 2 s, and all is well within 5 s of its return", async () => {
  redis.child.kill("SIGSTOP");
  try {
    await expectRefusals("/products/mouse-456");
  } finally {
    redis.child.kill("SIGCONT");
  }
  await expectRecovery();
  await expect(async () => expect((await context.get("/products/mouse-456")).status()).toBe(200)).toPass({
    timeout: 5000 + (await measureBusyness(context)),
  });
});

test("a Redis that is gone: 503 at once, and all is well within 5 s of its return, with the data", async () => {
  await redis.stop();
  await expectRefusals("/products/laptop-123");
  redis = await launch();
  await expectRecovery();
});

test("a product page that was made before the outage is still served", async () => {
  expect((await context.get("/products/sku123")).status()).toBe(200);
  redis.child.kill("SIGSTOP");
  try {
    expect((await context.get("/products/sku123")).status()).toBe(200);
  } finally {
    redis.child.kill("SIGCONT");
  }
  await expectRecovery();
});

test("started before its Redis: the process is up and says 503, and fills the store when Redis comes", async ({
  playwright,
}) => {
  await redis.stop();
  const early = await startStore({ env: { REDIS_URL: redis.url } });
  const visitor = await playwright.request.newContext({ baseURL: early.url });
  try {
    expect((await visitor.get("/api/health/live")).status()).toBe(200);
    for (const path of ["/api/health/ready", "/api/skus"]) await readProblem(await visitor.get(path), 503);
    expect((await visitor.get("/")).status()).toBe(503);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    redis = await launch();
    await expect(async () => {
      expect(await (await visitor.get("/api/skus?limit=1")).json()).toMatchObject({ items: [{ id: "sku123" }] });
      expect(await (await visitor.get("/api/skus?q=airpods")).text()).toContain("sku123");
      expect((await visitor.get("/")).status()).toBe(200);
    }).toPass({ timeout: 5000 + (await measureBusyness(context)) });
  } finally {
    await visitor.dispose();
    await early.remove();
  }
});
