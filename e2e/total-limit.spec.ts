import { expect, quantityOf, signInAsAdmin, test } from "#e2e/support/test.ts";

/** A cart whose total no order may have says so itself, before anybody fills in the checkout. */

const LIMIT = "An order can be at most $999,999,999.99. Take something out of your cart to check out.";
const YACHT = { id: "yacht", name: "The yacht", price: "600000000.00", stock: 5, category: "toys" };

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    // A store of its own: a price like this changes what the pages of the shared one show.
    test("a total above the largest amount is said at the cart, not first at the checkout", async ({
      page,
      playwright,
      ownStore,
    }) => {
      const admin = await playwright.request.newContext({ baseURL: ownStore.url });
      await signInAsAdmin(admin);
      expect([201, 409]).toContain((await admin.post("/api/skus", { data: YACHT })).status());
      await admin.dispose();
      await page.request.post(`${ownStore.url}/api/cart/items`, { data: { sku: YACHT.id, quantity: 1 } });

      await page.goto(`${ownStore.url}/cart`);
      const checkout = page.getByRole("link", { name: "Checkout" });
      const limit = page.getByText(LIMIT);
      await expect(checkout).toBeVisible();
      await expect(limit).toHaveCount(0);
      await page.getByRole("button", { name: `Increase quantity of ${YACHT.name}` }).click();
      await expect(limit).toBeVisible();
      await expect(checkout).toHaveCount(0);
      await expect(page.getByLabel("Receipt")).toContainText("$1,200,000,000.00");
      await expect(async () => {
        const cart = await (await page.request.get(`${ownStore.url}/api/cart`)).json();
        expect(cart).toMatchObject({ totalItems: 2, totalValue: "1200000000.00" });
        expect(Object.keys(cart).sort()).toEqual(["items", "totalItems", "totalValue"]);
      }).toPass();

      await page.goto(`${ownStore.url}/checkout`);
      await expect(limit).toBeVisible();
      await expect(page.getByRole("button", { name: /Place order/ })).toHaveCount(0);
      await page.getByRole("link", { name: "Change your cart" }).click();
      await expect(quantityOf(page, YACHT.name)).toHaveValue("2");
      await page.getByRole("button", { name: `Decrease quantity of ${YACHT.name}` }).click();
      await expect(limit).toHaveCount(0);
      await checkout.click();
      await expect(page.getByRole("button", { name: "Place order, $600,000,000.00" })).toBeVisible();
    });
  });
}
