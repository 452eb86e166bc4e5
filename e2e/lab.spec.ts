import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { coloursOf, findInChart, systemColour } from "#e2e/support/forced-colours.ts";
import { ADMIN_PASSWORD, expect, test } from "#e2e/support/test.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";

/** The laboratory from the start button to the verdict. Each worker has its own store, because only one run can be active. */

async function enterLab(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login?next=/admin/lab`);
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill(ADMIN_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Laboratory", level: 1 })).toBeVisible();
}

interface LoadForm {
  rate: number;
  seconds: number;
}

async function startLoad(page: Page, url: string, { rate, seconds }: LoadForm): Promise<void> {
  await page.goto(`${url}/admin/lab?kind=load`);
  await page.getByLabel("Writes per second").fill(String(rate));
  await page.getByLabel("Seconds", { exact: true }).fill(String(seconds));
  await page.getByLabel("Sessions", { exact: true }).fill("100");
  await page.getByLabel(/Limit for p99/).fill("9999.5");
  await page.getByRole("button", { name: "Start load" }).click();
  await expect(page).toHaveURL(/\/admin\/lab\/[0-9a-f]{12}$/);
}

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);
}

test("H3: a load run: live figures, verdict, receipt, chart, download, permanent link", async ({ page, ownStore }) => {
  await enterLab(page, ownStore.url);
  await expectNoViolations(page);
  await startLoad(page, ownStore.url, { rate: 200, seconds: 8 });
  await expect(page.getByRole("status").filter({ hasText: "Running" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Progress" })).toBeVisible();
  await expect(page.getByText("200/s for 8 s")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("Whole server")).toBeVisible();
  const verdict = page.getByRole("status").filter({ hasText: /200\/s (held|achieved|not held)/ });
  await expect(verdict).toBeVisible({ timeout: 60_000 });
  await expect(verdict).toContainText(/^(held|not held)/);
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  const receipt = page.getByRole("region", { name: /^Receipt of load/ });
  await expect(receipt).toContainText("100.00 %");
  await expect(receipt).toContainText("9,999.5 ms");
  await expect(receipt).toContainText(/processor.*persistence.*connections.*web server processes/);
  await expect(page.getByRole("table", { name: "What the documents claim" })).toContainText("0.8 ms on average");
  await expect(page.locator("canvas")).toBeVisible();
  await expect(page.getByText(/operations per second on average/)).toBeVisible();
  // H3: with forced colours the lines of the chart have them, as have its legend and the filled badge.
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await expect.poll(() => findInChart(page, ["CanvasText", "LinkText"])).toEqual([true, true]);
    const marker = page.locator(".u-legend .u-marker").last();
    expect(await coloursOf(marker)).toMatchObject({ border: await systemColour(page, "LinkText") });
  }
  await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
  await page.getByText("The chart as a table").click();
  await expect(page.getByRole("columnheader", { name: "p99 ms" })).toBeVisible();
  await expectNoViolations(page);

  const download = async (name: string) => {
    const href = await page.getByRole("link", { name }).getAttribute("href");
    return page.request.get(new URL(href ?? "", ownStore.url).href);
  };
  expect(await (await download("JSON")).json()).toMatchObject({
    kind: "load",
    state: "done",
    params: { limitMs: 9999.5 },
    result: { target: 200, successRate: 1, latencyMs: { p999: expect.any(Number) } },
    environment: { cores: expect.any(Number), processes: expect.any(Number) },
    // The warm-up is no part of the histogram.
    histogram: { unit: "microseconds", count: 1600 },
  });
  const lines = (await (await download("CSV")).text()).split("\r\n");
  expect(lines.length).toBeGreaterThan(10);
  expect(lines[0]).toMatch(/,warmUp,phase,run,kind,target,achieved,verdict,cpu,/);

  const text = await verdict.textContent();
  await page.reload();
  await expect(page.getByRole("status").filter({ hasText: text ?? "" })).toBeVisible();
  await page.goto(`${ownStore.url}/admin/lab`);
  await expect(page.getByRole("listitem").filter({ hasText: "200/s" })).toContainText(/held/);

  await page.goto(`${ownStore.url}/admin/lab?kind=load`);
  const layers = page.getByRole("region", { name: "The last load of each layer" });
  await expect(layers.getByRole("columnheader", { name: "web store over HTTP" })).toBeVisible();
  await expect(layers.getByRole("row", { name: /^target/ })).toContainText("200");
  await expectNoViolations(page);
});

test("runs beyond the newest 20 can be reached, and two of them compared", async ({ page, ownStore }) => {
  const params = JSON.stringify({ kind: "browse", views: 5 });
  const result = JSON.stringify({ ok: true, verdict: "5 page views", opsPerSecond: 100 });
  for (let n = 0; n < 22; n++) {
    const id = `00000000${String(n).padStart(4, "0")}`;
    const startedAt = String(1_700_000_000_000 + n * 1000);
    const fields = { params, result, state: "done", progress: "1", started_at: startedAt, finished_at: startedAt };
    await sendToRedis(ownStore.redisUrl, "HSET", `run:${id}`, ...Object.entries(fields).flat());
    await sendToRedis(ownStore.redisUrl, "ZADD", "runs", startedAt, id);
  }
  await enterLab(page, ownStore.url);
  await expect(page.getByRole("checkbox")).toHaveCount(20);
  await page.getByRole("link", { name: "Older runs" }).click();
  await expect(page.getByRole("checkbox")).toHaveCount(2);
  await expect(page.getByRole("link", { name: "Older runs" })).toHaveCount(0);
  await page
    .getByRole("link", { name: /^browse/ })
    .last()
    .click();
  await page.getByRole("link", { name: "Compare with another run" }).click();
  await page
    .getByRole("link", { name: /^browse/ })
    .first()
    .click();
  await expect(page.getByRole("table", { name: "Figures" })).toContainText("operations per second");
  await expect(page.getByRole("region", { name: /^Receipt of browse/ })).toHaveCount(2);
});

test("without JavaScript a run is started and cancelled by forms", async ({ browser, ownStore }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await enterLab(page, ownStore.url);
  await startLoad(page, ownStore.url, { rate: 50, seconds: 60 });
  await page.getByRole("button", { name: "Cancel the run" }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("status")).toContainText(/^cancelled/, { timeout: 100 });
  }).toPass();
  await context.close();
});

test("a refused start keeps what was chosen", async ({ page, ownStore }) => {
  await enterLab(page, ownStore.url);
  await page.goto(`${ownStore.url}/admin/lab?kind=load`);
  const findLimit = page.getByRole("checkbox", { name: /Find the limit/ });
  await findLimit.check();
  await page.getByLabel("Writes per second").fill("0");
  // The browser would not send the number: the server's refusal is what is tested.
  await page
    .locator("form:has(input[name=rate])")
    .evaluate((form: HTMLFormElement) => form.setAttribute("novalidate", ""));
  await page.getByRole("button", { name: "Start load" }).click();
  await expect(page.getByLabel("Writes per second")).toBeFocused();
  await expect(page.getByLabel("Writes per second")).toHaveValue("0");
  await expect(findLimit).toBeChecked();
});

test("a second admin sees the same run, and either may cancel it", async ({ page, browser, ownStore }) => {
  await enterLab(page, ownStore.url);
  await startLoad(page, ownStore.url, { rate: 50, seconds: 60 });
  const context = await browser.newContext();
  const other = await context.newPage();
  await enterLab(other, ownStore.url);
  await other.getByRole("link", { name: "View the run" }).click();
  await expect(other).toHaveURL(page.url());
  await expect(other.getByText("50/s for 60 s")).toBeVisible({ timeout: 60_000 });
  await other.getByRole("button", { name: "Cancel the run" }).click();
  for (const each of [page, other]) {
    await expect(each.getByRole("status").filter({ hasText: /^cancelled/ })).toBeVisible();
  }
  await context.close();
});

test("the cost page computes the documents' figures, and updates when a field changes", async ({ page, ownStore }) => {
  await enterLab(page, ownStore.url);
  await page.goto(`${ownStore.url}/admin/lab/cost`);
  const receipt = page.getByRole("region", { name: "The bill" });
  await expect(receipt).toContainText("92.5 %");
  await page.getByLabel("Database servers per Redis server").fill("5");
  await expect(receipt).toContainText("85.0 %");
  await page.getByLabel("Copies of the data").fill("");
  await expect(page.getByText("Copies of the data must be from 1 to 9; the bill still uses 3")).toBeVisible();
  await expectNoViolations(page);
});

test("guests are sent to sign in", async ({ page, ownStore }) => {
  await page.goto(`${ownStore.url}/admin/lab`);
  await expect(page).toHaveURL(/\/login\?next=%2Fadmin%2Flab$/);
  expect((await page.request.post(`${ownStore.url}/api/admin/runs`, { data: { kind: "browse" } })).status()).toBe(401);
});
