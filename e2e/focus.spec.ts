import type { APIRequestContext } from "@playwright/test";
import { expect, signInAsAdmin, test } from "#e2e/support/test.ts";

/** After a change, the focus is where it should be, and the message is right and in view. */

async function createSku(request: APIRequestContext, stock: number): Promise<string> {
  const id = `focus-${Date.now()}`;
  await signInAsAdmin(request);
  const data = { id, name: `Donaudampfschifffahrtsgesellschaft ${id}`, price: "3.00", stock, category: "audio" };
  expect((await request.post("/api/skus", { data })).status()).toBe(201);
  await request.post("/api/auth/logout");
  return id;
}

test("a search filter keeps the focus when its page arrives", async ({ page }) => {
  // The scripts run once the page view has been sent: a change before that is submitted by the button.
  const hydrated = page.waitForResponse("**/api/visits");
  await page.goto("/search?q=a");
  await hydrated;
  const box = page.getByRole("checkbox", { name: /In stock/ });
  if (!(await box.isVisible())) await page.getByText("Filters", { exact: true }).click();
  await box.focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/inStock=1/);
  await expect(page.getByRole("checkbox", { name: /In stock/ })).toBeFocused();
});

test("B4, B8: the quantity can be typed anew; the toast says how many are in stock, and after undo the focus is on the page", async ({
  page,
  request,
}) => {
  const id = await createSku(request, 3);
  await page.goto(`/products/${id}`);
  // A long word does not make the page wider than the window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  const quantity = page.getByRole("spinbutton", { name: "Quantity" });
  // B4: the number can be cleared, and another one typed.
  await quantity.press("End");
  await quantity.press("Backspace");
  await expect(quantity).toHaveValue("");
  await quantity.press("Enter");
  await expect(quantity).toBeFocused();
  await quantity.pressSequentially("2");
  await expect(quantity).toHaveValue("2");
  await quantity.press("Backspace");
  await quantity.pressSequentially("1e1");
  expect(await quantity.evaluate((field: HTMLInputElement) => field.validationMessage)).toContain("plain digits");
  await quantity.fill("50");
  await quantity.blur();
  await expect(quantity).toHaveValue("3");
  const add = page.getByRole("button", { name: "Add to cart", exact: true });
  await add.click();
  await add.click();
  await expect(page.getByText("4 in the cart, only 3 in stock")).toBeVisible();
  const untilFour = () =>
    expect(async () => {
      expect(await (await page.request.get("/api/cart")).json()).toMatchObject({ totalItems: 4 });
    }).toPass({ timeout: 60_000 });
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
  const shortage = page.getByRole("alert").filter({ hasText: "Nothing was bought" });
  await expect(shortage).toBeFocused();
  await expect(shortage).toBeInViewport();
  await page.getByRole("button", { name: "Reduce to what is in stock" }).click();
  await expect(page.getByText("Your cart now holds only what is in stock.")).toBeFocused();
  await expect(page.getByLabel("City")).toHaveValue("C");
  await page.getByRole("button", { name: "Place order, $9.00" }).click();
  await expect(page).toHaveURL(/\/orders\//);
});
