import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "#e2e/support/test.ts";

/** The Redis commands of the visitor's own requests. */

const panel = (page: Page) => page.getByRole("complementary", { name: "What Redis did for you" });
const slip = (page: Page, title: string) => panel(page).locator("details", { hasText: title }).first();
const opener = (page: Page) => page.getByRole("link", { name: "See the Redis commands behind this page" });

test("the panel shows what the page and the last action sent to Redis, and follows", async ({ page }) => {
  await page.goto("/products/sku123");
  await opener(page).click();
  await expect(panel(page).getByRole("heading", { name: "What Redis did for you" })).toBeFocused();
  await panel(page).getByRole("button", { name: "Load this page again" }).click();
  await expect(slip(page, "POST /api/visits")).toContainText(/\d+ commands? in \d round trips?/);
  // The page itself is the same for everybody, and comes from memory.
  await expect(slip(page, "GET /products/[id]")).toContainText("answered from memory");

  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  const added = slip(page, "POST /api/cart/items");
  await expect(added).toContainText("200");
  await expect(added.getByText(/sku:sku123/).first()).toBeVisible();
  await expect(added.getByRole("link", { name: "Carts" })).toHaveAttribute("href", "/commands#carts");

  await panel(page).getByLabel("Compare with one command at a time").check();
  await expect(added).toContainText(/One command at a time, \d+ round trips?: [\d.]+ ms/);

  // It is there on the next page too, and gone with what it noted once it is closed.
  await page.goto("/cart");
  await expect(slip(page, "GET /cart")).toContainText(/HGETALL cart:/);
  const { requests } = await (await page.request.get("/api/commands")).json();
  expect(requests.length).toBeGreaterThan(2);
  const text = JSON.stringify(requests);
  for (const { name, value } of await page.context().cookies()) expect(text, name).not.toContain(value);
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  await expect.poll(async () => (await (await page.request.get("/api/commands")).json()).requests).toBeNull();
});

test("nobody sees the requests of others, and a forged cookie shows nothing", async ({ page, browser, baseURL }) => {
  await page.request.post("/api/commands");
  await page.request.get("/api/cart");
  await expect.poll(async () => (await (await page.request.get("/api/commands")).json()).requests).toHaveLength(1);
  const { requests } = await (await page.request.get("/api/commands")).json();
  const other = await browser.newContext({ ...(baseURL && { baseURL }) });
  expect(await (await other.request.get("/api/commands")).json()).toEqual({ requests: null });
  expect((await other.request.post(`/api/commands/${requests[0].id}/comparison`)).status()).toBe(404);
  const forged = await other.request.get("/api/commands", { headers: { cookie: "fwr_commands=Fe26.2*1*x" } });
  expect(await forged.json()).toEqual({ requests: null });
  await other.close();
});

test("when the commands can't be read the panel says so, and tries again", async ({ page }) => {
  await page.goto("/cart");
  await page.route("**/api/commands", (route) => route.fulfill({ status: 503, body: "{}" }));
  await opener(page).click();
  await expect(panel(page).getByRole("alert")).toContainText("can't be read");
  await page.unroute("**/api/commands");
  await panel(page).getByRole("button", { name: "Try again" }).click();
  await expect(panel(page).getByText("From now on your requests are noted here")).toBeVisible();
});

test("axe finds nothing in the panel and on its page", async ({ page }) => {
  await page.goto("/cart");
  await opener(page).click();
  await panel(page).getByRole("button", { name: "Load this page again" }).click();
  await panel(page).getByLabel("Compare with one command at a time").check();
  await expect(
    panel(page)
      .getByText(/One command at a time, \d+/)
      .first(),
  ).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.goto("/commands");
  await expect(page.getByRole("heading", { name: "What is kept" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
