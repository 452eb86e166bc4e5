import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** The first product that a search page shows. */
const FIRST_NAME = "main h2 >> nth=0";

test("words that nobody sells are said, and no lookalikes are shown", async ({ page }) => {
  await page.goto("/search?q=gift");
  await expect(page.getByRole("status").filter({ hasText: "0 products" })).toContainText("Nothing for “gift”.");
  await page.goto("/search?q=gift+teapot");
  await expect(page.getByRole("status").filter({ hasText: "1 product" })).toContainText("Nothing for “gift”.");
  await expect(page.locator(FIRST_NAME)).toHaveText("Enamel Teapot");
});

test("a price in the text becomes a filter, which can be taken off", async ({ page }) => {
  await page.goto("/search?q=candle+under+20");
  await expect(page.getByLabel("Highest price")).toHaveValue("20.00");
  await expect(page.locator(FIRST_NAME)).toHaveText("Beeswax Candle");
  await page.getByRole("link", { name: "Remove the filter Up to $20.00" }).click();
  await expect(page).toHaveURL("/search?q=candle");
});

test("D10: a filter that was not understood is said, and prices in the wrong order are swapped", async ({ page }) => {
  await page.goto("/search?q=candle&minPrice=cheap");
  await expect(page.getByText("Not understood, and so left out: lowest price.")).toBeVisible();
  await page.goto("/search?minPrice=50&maxPrice=20");
  await expect(page.getByLabel("Lowest price")).toHaveValue("20.00");
  await expect(page.getByLabel("Highest price")).toHaveValue("50.00");
});

test("D7: the catalogue of the administrator finds a SKU by its id", async ({ page }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/skus?q=SKU123");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody tr")).toContainText("AirPods");
});

test("an administrator tries synonyms out, adds, changes and removes them", async ({ page }) => {
  // Other tests on this store do not search for what becomes a synonym here.
  const word = newName().replace(/\W/g, "").toLowerCase();
  await signInAsAdmin(page.request);
  await page.goto(`/admin/search?q=${word}`);
  const withThem = page.getByRole("region", { name: "With synonyms" });
  await expect(withThem).toContainText("0 products");

  await page.getByLabel("Word", { exact: true }).fill(word);
  await page.getByLabel("Means the same").fill("saxophone, kite");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await page.goto(`/admin/search?q=${word}`);
  await expect(withThem).toContainText("2 products");
  await expect(page.getByRole("region", { name: "Without" })).toContainText("0 products");

  await page.getByRole("link", { name: word }).click();
  await expect(page.getByRole("heading", { name: "Change synonyms" })).toBeVisible();
  await page.getByLabel("Means the same").fill("kite");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(async () => {
    const { items } = await (await page.request.get(`/api/skus?q=${word}`)).json();
    expect(items.map(({ id }: { id: string }) => id)).toEqual(["kite-606"]);
  }).toPass();

  await page.getByRole("button", { name: `Remove the synonyms of ${word}` }).click();
  await expect(page.getByRole("link", { name: word })).toHaveCount(0);
});
