import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "#e2e/support/test.ts";
import { ADMIN_PASSWORD } from "#test/shop.ts";

/** Where the focus is after something has changed, and that what is said is true and in view. */

async function putOnShelf(request: APIRequestContext, stock: number): Promise<string> {
  const id = `focus-${Date.now()}`;
  await request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
  const data = { id, name: `Donaudampfschifffahrtsgesellschaft ${id}`, price: "3.00", stock, category: "audio" };
  expect((await request.post("/api/skus", { data })).status()).toBe(201);
  await request.post("/api/auth/logout");
  return id;
}

test("a filter of the search keeps the focus when its page arrives", async ({ page }) => {
  await page.goto("/search?q=a");
  const box = page.getByRole("checkbox", { name: /In stock/ });
  if (!(await box.isVisible())) await page.getByText("Filters", { exact: true }).click();
  await box.focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/inStock=1/);
  await expect(page.getByRole("checkbox", { name: /In stock/ })).toBeFocused();
});

test("the slip says what the cart really took, and undo leaves the focus on the page", async ({ page, request }) => {
  const id = await putOnShelf(request, 3);
  await page.goto(`/products/${id}`);
  // A long word does not make the page wider than the window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole("spinbutton", { name: "Quantity" }).fill("50");
  await expect(page.getByRole("spinbutton", { name: "Quantity" })).toHaveValue("3");
  const add = page.getByRole("button", { name: "Add to cart", exact: true });
  await add.click();
  await add.click();
  await expect(page.getByText("4 in the cart, only 3 on the shelf")).toBeVisible();
  const untilFour = () =>
    expect(async () => {
      expect(await (await page.request.get("/api/cart")).json()).toMatchObject({ totalItems: 4 });
    }).toPass({ timeout: 10_000 });
  await untilFour();

  await page.goto("/cart");
  await page
    .getByRole("main")
    .getByRole("button", { name: /^Remove / })
    .click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "Your cart" })).toBeFocused();

  await untilFour();

  await page.goto("/checkout");
  await page.getByLabel("E-mail").fill("somebody@example.com");
  for (const [label, value] of Object.entries({ Name: "N", "Street and number": "S", Postcode: "P", City: "C" }))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel("Country").fill("X");
  await page.getByRole("button", { name: /^Place order, / }).click();
  const short = page.getByRole("alert").filter({ hasText: "Nothing was bought" });
  await expect(short).toBeFocused();
  await expect(short).toBeInViewport();
  await page.getByRole("button", { name: "Take what is there" }).click();
  await expect(page.getByText("Your cart is now what the shelves can fill.")).toBeFocused();
  await expect(page.getByLabel("City")).toHaveValue("C");
  await page.getByRole("button", { name: "Place order, $9.00" }).click();
  await expect(page).toHaveURL(/\/orders\//);
});
