import { request } from "@playwright/test";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { expect, test } from "#e2e/support/test.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** What a store prints: steps for people at its start, then a line of JSON for each event. */

let store: Store;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  store = await startStore({ env: { ADMIN_PASSWORD: "password", LOG_LEVEL: "debug" } });
});
test.afterAll(() => store?.remove());

const logged = () =>
  store.output.flatMap((line): Record<string, unknown>[] => (line.startsWith("{") ? [JSON.parse(line)] : []));
const ofEvent = (event: string) => logged().filter((line) => line.event === event);

test("ASVS 6.2.4: a weak ADMIN_PASSWORD is warned of in one line, and the store starts", () => {
  const warnings = store.output.filter((line) => line.includes("ADMIN_PASSWORD"));
  expect(warnings).toEqual([expect.stringMatching(/Warning: ADMIN_PASSWORD is weak; it is too common/)]);
});

test("ASVS 16.3.3: attempts to get around controls are logged, without anything that could be secret", async () => {
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  const context = await request.newContext({ baseURL: store.url });
  expect((await context.post("/api/cart/items?token=secret", { headers: foreign, data: {} })).status()).toBe(403);
  const forged = { cookie: "fwr_session=Fe26.2*secret" };
  await context.get("/api/cart", { headers: forged });
  await context.get("/account?token=secret", { headers: forged, maxRedirects: 0 });
  const signIn = listActions().actions.find(({ name }) => name === "loginAction");
  if (!signIn) throw new Error("There is no form to sign in");
  for (let i = 0; i < 11; i++) await callAction(context, signIn, { username: "somebody", password: "secret" });
  await context.dispose();

  await expect(() => {
    expect(ofEvent("cross-site-refused")).toMatchObject([
      { level: "warn", method: "POST", path: "/api/cart/items", origin: "https://evil.example" },
    ]);
    expect(ofEvent("unreadable-session-cookie")).toContainEqual(expect.objectContaining({ path: "/api/cart" }));
    // Next.js does not tell the path of a page.
    expect(ofEvent("unreadable-session-cookie")).toContainEqual(expect.objectContaining({ path: "" }));
    expect(ofEvent("rate-limited")).toMatchObject([{ level: "warn", method: "POST", path: "/login" }]);
  }).toPass();
  expect(store.output.join("\n")).not.toMatch(/secret|somebody/);
});

test("each request leaves a line with the pattern of its address: pages, the API, files, forms", async () => {
  const context = await request.newContext({ baseURL: store.url });
  const asked: Record<string, string> = {
    "/products/sku123?from=somebody": "/products/[id]",
    "/categories/audio": "/categories/[slug]",
    "/?q=secret": "/",
    "/sitemap-0.xml": "/sitemap-:page(\\d{1,5}).xml",
    "/api/skus/sku123": "/api/skus/[id]",
    "/pictures/secret.webp": "/pictures/[file]",
    "/robots.txt": "/robots.txt",
    "/secret": "(unknown)",
  };
  for (const [path, route] of Object.entries(asked)) {
    const reply = await context.get(path, { headers: { cookie: "a=secret" } });
    const headers = reply.headers();
    expect(headers["server-timing"], path).toMatch(/^total;dur=/);
    const id = headers["x-request-id"];
    await expect(() => {
      const lines = ofEvent("request").filter((line) => line.request === id);
      expect(lines).toMatchObject([{ method: "GET", route, status: reply.status() }]);
    }).toPass();
  }
  await context.dispose();
  expect(store.output.join("\n")).not.toMatch(/secret|somebody/);
});

test("ASVS 16.3.4: a lost connection to Redis is logged with the reason, and that it is back", async () => {
  await sendToRedis(store.redisUrl, "CLIENT", "KILL", "TYPE", "normal");
  await expect(() => {
    expect(ofEvent("redis-lost").length).toBeGreaterThan(0);
    expect(ofEvent("redis-back")).toHaveLength(ofEvent("redis-lost").length);
  }).toPass();
  for (const line of ofEvent("redis-lost")) expect(line).toMatchObject({ level: "warn", reason: expect.any(String) });
});
