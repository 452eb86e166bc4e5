import type { Page } from "@playwright/test";
import { expect, signInAsAdmin, test } from "#e2e/support/test.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

test.slow();

/** The requests for the stream of figures that are open in a page. */
function watchStreams(page: Page): Set<unknown> {
  const open = new Set<unknown>();
  const isStream = (request: { url(): string }) => request.url().endsWith("/api/admin/metrics/stream");
  page.on("request", (request) => isStream(request) && open.add(request));
  for (const end of ["requestfinished", "requestfailed"] as const)
    page.on(end as "requestfailed", (request) => open.delete(request));
  return open;
}

test("the overview is live, in as many tabs as one likes, over one stream", async ({ page, context }) => {
  await signInAsAdmin(page.request);
  const streams = [watchStreams(page)];
  await page.goto("/admin");
  await expect(page.getByRole("status").filter({ hasText: "Live, once a second." })).toBeVisible();
  const shop = page.getByRole("region", { name: "The shop" });
  await expect(shop.getByText("Orders today")).toBeVisible();
  await page.request.post("/api/visits", { data: { page: "/" } });
  // It came by the stream: the page was not loaded again.
  await expect(page.getByRole("table", { name: "Requests by route and status" })).toContainText("POST /api/visits");
  await expect(page.locator(".uplot").first()).toBeVisible();
  await page.getByRole("button", { name: "24 hours" }).click();
  await expect(page.getByRole("button", { name: "24 hours" })).toHaveAttribute("aria-pressed", "true");
  await page.getByText("The charts as a table").click();
  await expect(page.getByRole("table", { name: "Figures over time" })).toBeVisible();

  const others: Page[] = [];
  for (let i = 0; i < 6; i++) {
    const other = await context.newPage();
    streams.push(watchStreams(other));
    others.push(other);
    await other.goto("/admin");
    await expect(other.getByRole("status").filter({ hasText: "Live, once a second." })).toBeVisible();
  }
  expect(streams.reduce((sum, open) => sum + open.size, 0)).toBe(1);
  // The tab that has the stream is closed, and another takes it.
  const seventh = others.at(-1);
  await page.close();
  const figures = seventh?.getByRole("region", { name: "Redis", exact: true });
  const before = await figures?.textContent();
  await expect(async () => expect(await figures?.textContent()).not.toBe(before)).toPass();
  await expect(seventh?.getByText("Live, once a second.") ?? page.locator("none")).toBeVisible();
});

test("figures are greyed while Redis does not answer, and say since when", async ({ browser }) => {
  const store = await startStore();
  try {
    const page = await browser.newPage({ baseURL: store.url });
    await page.request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    await page.goto("/admin");
    const live = page.locator("[data-live]");
    await expect(page.locator("[data-live=true]")).toBeVisible();
    const redis = await readPid(store.redisUrl);
    process.kill(redis, "SIGSTOP");
    try {
      await expect(page.getByText(/Not live: no new figures since \d\d:\d\d:\d\d UTC/)).toBeVisible();
      await expect(live).toHaveAttribute("data-live", "false");
    } finally {
      process.kill(redis, "SIGCONT");
    }
    await expect(page.getByText("Live, once a second.")).toBeVisible();
    await page.close();
  } finally {
    await store.remove();
  }
});

test("a hidden tab lets go of the stream, also at the server, and takes it again once it is seen", async ({
  browser,
}) => {
  const store = await startStore({ env: { LOG_LEVEL: "info" } });
  try {
    const page = await browser.newPage({ baseURL: store.url });
    await page.request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    const open = watchStreams(page);
    await page.goto("/admin");
    const live = page.getByText("Live, once a second.");
    await expect(live).toBeVisible();
    await expect.poll(() => open.size).toBe(1);
    /** The server writes the line of a request when its reply has ended. */
    const ended = () =>
      store.output.filter((line) => line.includes('"request"') && line.includes("/api/admin/metrics/stream")).length;
    expect(ended()).toBe(0);
    const show = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        Object.defineProperty(document, "visibilityState", {
          configurable: true,
          get: () => (hidden ? "hidden" : "visible"),
        });
        document.dispatchEvent(new Event("visibilitychange"));
      }, isHidden);
    await show(true);
    await expect.poll(() => open.size).toBe(0);
    await expect.poll(ended).toBe(1);
    await expect(page.getByText(/Not live: no new figures since/)).toBeVisible();
    await show(false);
    await expect.poll(() => open.size).toBe(1);
    await expect(live).toBeVisible();
    expect(ended()).toBe(1);
    await page.close();
  } finally {
    await store.remove();
  }
});
