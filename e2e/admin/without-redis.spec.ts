import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { ADMIN_PAGES } from "#components/admin/layout/admin-pages.ts";
import { ROUTES } from "#e2e/support/access.ts";
import { readProblem } from "#e2e/support/api.ts";
import { ADMIN_PASSWORD, expect, test } from "#e2e/support/test.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** The pages of administrators while Redis does not answer, takes no writes, and has nothing in it. */

test.describe.configure({ mode: "serial" });

let folder = "";
let redis: LaunchedRedis;
let store: Store;
let admin: APIRequestContext;

const signIn = async () =>
  (await admin.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } })).status();

test.beforeAll(async ({ playwright }) => {
  folder = await mkdtemp(join(tmpdir(), "fwr-without-redis-"));
  const socket = join(folder, "redis.sock");
  const args = ["--port", "0", "--unixsocket", socket, "--dir", folder, "--appendonly", "no", "--save", ""];
  redis = await launchRedis(`unix://${socket}`, args);
  store = await startStore({ env: { REDIS_URL: redis.url } });
  admin = await playwright.request.newContext({ baseURL: store.url });
  expect(await signIn()).toBe(200);
});

test.afterAll(async () => {
  await admin?.dispose();
  await store?.remove();
  redis?.child.kill("SIGCONT");
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

const getPage = (path: string) => admin.get(path, { headers: { accept: "text/html" }, maxRedirects: 0 });
const READS = Object.keys(ROUTES).flatMap((name) => {
  const [method, path = ""] = name.split(" ");
  return method === "GET" && path.startsWith("/api/admin/") && !/\[|stream$/.test(path) ? [path] : [];
});

/** The status and heading of every page. */
async function readPages(): Promise<Record<string, [status: number, title: string]>> {
  const pages: Record<string, [number, string]> = {};
  for (const { href } of ADMIN_PAGES) {
    const page = await getPage(href);
    pages[href] = [page.status(), /<h1[^>]*>(.*?)<\/h1>/s.exec(await page.text())?.[1] ?? ""];
  }
  return pages;
}
const statusesOf = (pages: Awaited<ReturnType<typeof readPages>>) =>
  Object.fromEntries(Object.entries(pages).map(([href, [status]]) => [href, status]));
const all = (status: number) => Object.fromEntries(ADMIN_PAGES.map(({ href }) => [href, status]));

test("while Redis does not answer, every page and route says so; then they are there again", async () => {
  test.setTimeout(300_000);
  expect(statusesOf(await readPages())).toEqual(all(200));
  redis.child.kill("SIGSTOP");
  const away = await readPages();
  for (const path of READS) await readProblem(await admin.get(path), 503);
  redis.child.kill("SIGCONT");
  expect(statusesOf(away)).toEqual(all(503));
  for (const [href, [, title]] of Object.entries(away)) expect(title, href).not.toBe("");
  await expect.poll(async () => (await getPage("/admin/keys")).status()).toBe(200);
  expect(statusesOf(await readPages())).toEqual(all(200));
});

test("while Redis takes no writes, every page is shown, and what would change something is refused with the reason", async () => {
  await sendToRedis(redis.url, "CONFIG", "SET", "min-replicas-to-write", "1");
  try {
    expect(statusesOf(await readPages())).toEqual(all(200));
    for (const path of READS) expect([path, (await admin.get(path)).status()]).toEqual([path, 200]);
    const sku = { id: "planted", name: "Planted", price: "1.00", stock: 5, category: "audio" };
    const refused = await admin.post("/api/skus", { data: sku });
    expect(refused.status()).toBe(503);
    expect(await refused.json()).toMatchObject({ reason: "NOREPLICAS" });
  } finally {
    await sendToRedis(redis.url, "CONFIG", "SET", "min-replicas-to-write", "0");
  }
});

test("with nothing in Redis but the administrator every page is shown", async () => {
  await sendToRedis(redis.url, "FLUSHALL");
  await expect.poll(signIn).toBe(200);
  expect(statusesOf(await readPages())).toEqual(all(200));
});
