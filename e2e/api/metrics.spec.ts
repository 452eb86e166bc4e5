import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";
import * as adminReplies from "#lib/web/openapi/replies/admin.ts";
import { startStore } from "#test/servers/store.ts";

test.slow();

const TOKEN = "scrape-me-every-15-seconds";

/** The sum of the series of a metric whose labels contain a text. */
function sumOf(text: string, name: string, labels = ""): number {
  const lines = text.split("\n").filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

test("figures are those of all processes: for Prometheus, for administrators, and in the history", async ({
  playwright,
}) => {
  const store = await startStore({ env: { METRICS_TOKEN: TOKEN, WEB_CONCURRENCY: "2" } });
  const open = (headers: Record<string, string> = {}) =>
    playwright.request.newContext({ baseURL: store.url, extraHTTPHeaders: headers });
  try {
    const [stranger, shopper, admin] = await Promise.all([open(), open(), open()]);
    const [wrong, scraper] = await Promise.all([
      open({ authorization: "Bearer of-nothing-at-all" }),
      open({ authorization: `Bearer ${TOKEN}` }),
    ]);
    await registerByApi(shopper, newName());
    await signInAsAdmin(admin);
    for (const refused of [stranger, shopper, wrong]) await readProblem(await refused.get("/api/metrics"), 401);
    const before = await (await scraper.get("/api/metrics")).text();
    // Each request comes by a connection of its own, so that both processes get some.
    const views = 12;
    for (let i = 0; i < views; i++) {
      const body = JSON.stringify({ page: "/" });
      const headers = { "content-type": "application/json", connection: "close" };
      expect((await fetch(`${store.url}/api/visits`, { method: "POST", headers, body })).status).toBe(200);
    }
    await admin.get("/api/skus?q=xqzzvwkjh");

    const reply = await scraper.get("/api/metrics");
    expect([reply.status(), reply.headers()["content-type"]]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    const text = await reply.text();
    expect(new Set(text.match(/process="\d+"/g)).size).toBe(2);
    expect(sumOf(text, "fwr_page_views_total") - sumOf(before, "fwr_page_views_total")).toBe(views);
    const visits = 'route="/api/visits"';
    expect(sumOf(text, "fwr_http_request_duration_seconds_count", visits)).toBe(views);
    expect(sumOf(text, "fwr_http_request_duration_seconds_bucket", `le="+Inf",method="POST",${visits}`)).toBe(views);
    expect(sumOf(text, "fwr_sign_ins_total")).toBe(1);
    expect(sumOf(text, "fwr_redis_round_trips_total")).toBeGreaterThan(views);
    expect(text).toMatch(/^fwr_redis_up 1$/m);
    expect((await admin.get("/api/metrics")).status()).toBe(200);

    // A second later the sampler has added up what both have reported.
    await expect(async () => {
      const { shop, processes, laboratory } = await read(
        await admin.get("/api/admin/metrics"),
        200,
        adminReplies.metrics,
      );
      expect([processes, laboratory]).toEqual([2, "idle"]);
      expect(shop).toMatchObject({ pageViewsToday: views, signInsToday: 1, emptySearchesToday: 1, ordersToday: 0 });
      expect(shop.sessions).toBeGreaterThan(views);
    }).toPass();
    await expect(async () => {
      const history = await admin.get("/api/admin/metrics/history?minutes=5");
      const { samples } = await read(history, 200, adminReplies.metricsHistory);
      expect(samples.length).toBeGreaterThan(1);
      expect(samples.some(({ pageViewsPerSecond }) => (pageViewsPerSecond ?? 0) > 0)).toBe(true);
    }).toPass();
    await readProblem(await admin.get("/api/admin/metrics/history?minutes=1441"), 422);
    await Promise.all([stranger, shopper, admin, wrong, scraper].map((context) => context.dispose()));
  } finally {
    await store.remove();
  }
});
