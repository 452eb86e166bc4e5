import type { Page } from "@playwright/test";
import { readProblem } from "#e2e/support/api.ts";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** An inline script as an injection would leave it. @returns the report of the browser, as the Reporting API has it */
const injectScript = (page: Page) =>
  page.evaluate(() => {
    const reported = new Promise<string>((resolve) => {
      new ReportingObserver(([report]) => resolve(JSON.stringify(report)), { types: ["csp-violation"] }).observe();
    });
    const script = document.createElement("script");
    script.textContent = "document.documentElement.dataset.injected = 'yes'";
    document.head.append(script);
    return reported;
  });

test("an injected script is blocked, reported by the browser, and counted without the query", async ({ page }) => {
  const path = `/products/${newName()}`;
  let policy = "";
  await page.route(`**${path}*`, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    policy = headers["content-security-policy"] ?? "";
    expect(headers["reporting-endpoints"]).toBe('csp="/api/csp-reports"');
    // This browser sends nothing by the Reporting API, but prefers it.
    await route.fulfill({
      response,
      headers: { ...headers, "content-security-policy": policy.replace("report-to csp", "") },
    });
  });
  await page.goto(`${path}?private=1`);
  expect(policy).toMatch(/; report-uri \/api\/csp-reports; report-to csp$/);
  const sent = page.waitForResponse("**/api/csp-reports");
  const report = await injectScript(page);
  await expect(page.locator("html")).not.toHaveAttribute("data-injected");
  expect((await sent).status()).toBe(204);
  // What other browsers send a minute later.
  const collected = await page.request.post("/api/csp-reports", {
    headers: { "content-type": "application/reports+json" },
    data: `[${report}]`,
  });
  expect(collected.status()).toBe(204);

  await signInAsAdmin(page.request);
  const { items, since } = await (await page.request.get("/api/admin/csp-reports")).json();
  expect(items).toContainEqual({ directive: "script-src-elem", blocked: "inline", page: path.slice(0, 64), count: 2 });
  expect(Date.parse(since)).toBeGreaterThan(0);
  expect(JSON.stringify(items)).not.toContain("private");
});

test("administrators see the reports on the overview", async ({ page }) => {
  const path = `/${newName()}`;
  const report = {
    "document-uri": `https://store.example${path}`,
    "violated-directive": "img-src",
    "blocked-uri": "data",
  };
  for (let i = 0; i < 5; i++) await page.request.post("/api/csp-reports", { data: { "csp-report": report } });
  await signInAsAdmin(page.request);
  await page.goto("/admin");
  const section = page.getByRole("region", { name: "Blocked by the content policy" });
  await expect(section).toContainText("Browser extensions cause many");
  await expect(section.getByRole("row", { name: `img-src data ${path} 5` })).toBeVisible();
});

test("what is no report gets a problem document", async ({ request }) => {
  const headers = { "content-type": "application/csp-report" };
  const send = (data: string) => request.post("/api/csp-reports", { headers, data });
  await readProblem(await send('{"csp-report":'), 400);
  await readProblem(await send("x".repeat(70_000)), 413);
  for (const data of ["{}", "[]", '{"csp-report":{}}', '[{"type":"deprecation","body":{}}]'])
    expect((await readProblem(await send(data), 422)).errors).toHaveProperty("body");
  await readProblem(await request.get("/api/csp-reports"), 405);
  await readProblem(await request.get("/api/admin/csp-reports"), 401);
});
