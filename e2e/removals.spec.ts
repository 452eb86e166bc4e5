import { expect, test } from "#e2e/support/test.ts";

/** Removing lines from the cart and the wishlist with the keyboard alone. */

test("H4: after each removal by keyboard the focus is on the page, and what is gone and what is left is said", async ({
  page,
}) => {
  const skus = ["sku123", "mouse-456", "cup-202"];
  const names: string[] = [];
  for (const sku of skus) {
    names.push((await (await page.request.get(`/api/skus/${sku}`)).json()).name);
    expect((await page.request.post("/api/cart/items", { data: { sku, quantity: 1 } })).status()).toBe(200);
    expect((await page.request.put(`/api/wishlist/${sku}`)).status()).toBe(200);
  }
  // The middle one, the last one, the only one.
  const order = [names[1], names[2], names[0]];
  for (const [path, heading] of [
    ["/cart", "Your cart"],
    ["/wishlist", "Your wishlist"],
  ] as const) {
    const hydrated = page.waitForResponse("**/api/visits");
    await page.goto(path);
    await hydrated;
    for (const [i, name] of order.entries()) {
      await page
        .getByRole("main")
        .getByRole("button", { name: `Remove ${name}` })
        .focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: heading })).toBeFocused();
      const said = page.getByRole("status");
      const left = order.length - 1 - i;
      await expect(said.filter({ hasText: `Removed ${name}` })).toBeVisible();
      const count = path === "/cart" ? `${left} item${left === 1 ? "" : "s"}, total $` : `${left} product`;
      await expect(said.filter({ hasText: count })).toBeVisible();
    }
    await expect(page.getByRole("button", { name: /^Remove / })).toHaveCount(0);
  }
});
