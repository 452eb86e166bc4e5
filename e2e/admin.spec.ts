import type { Page } from "@playwright/test";
import { z } from "zod";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** The admin pages for orders and SKUs, with JavaScript and without. */

async function makeSku(page: Page): Promise<string> {
  const id = newName();
  const data = { id, name: `The ${id}`, price: "12.50", stock: 7, category: "toys" };
  expect((await page.request.post("/api/skus", { data })).status()).toBe(201);
  return id;
}

/** @returns the id of an order of two pieces of the SKU */
async function placeOrder(page: Page, sku: string, email: string): Promise<string> {
  await page.request.delete("/api/cart");
  await page.request.post("/api/cart/items", { data: { sku, quantity: 2 } });
  const address = { name: "Parker Perry", address: "1 Street", city: "Berlin", postcode: "10115", country: "Germany" };
  const headers = { "idempotency-key": newName() };
  const reply = await page.request.post("/api/checkout", { headers, data: { ...address, total: "25.00", email } });
  expect(reply.status()).toBe(201);
  return z.object({ order: z.object({ id: z.string() }) }).parse(await reply.json()).order.id;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an order is viewed, shipped, and cancelled only after a confirmation", async ({ page, browser, baseURL }) => {
      await signInAsAdmin(page.request);
      const sku = await makeSku(page);
      const guest = await browser.newPage(baseURL ? { baseURL } : {});
      const email = `${newName()}@example.com`;
      await placeOrder(guest, sku, email);
      const id = await placeOrder(guest, sku, email);
      await guest.close();
      const label = id.match(/.{4}/g)?.join("-") ?? "";

      await page.goto(`/admin/orders?q=${email}`);
      await page.getByRole("link", { name: label }).click();
      await expect(page.getByRole("heading", { name: `Order ${label}` })).toBeVisible();
      const receipt = page.getByRole("region", { name: "Receipt" });
      await expect(receipt).toContainText(`2 × The ${sku} at 12.50`);
      await expect(receipt).toContainText("1 Street");
      await expect(page.getByRole("link", { name: email })).toBeVisible();
      await expect(page.getByRole("button", { name: "Deliver" })).toHaveCount(0);
      await page.getByRole("button", { name: "Ship" }).click();
      await expect(page.getByText("1 of 1 order marked as shipped.")).toBeVisible();
      await expect(page.getByRole("button", { name: "Deliver" })).toBeVisible();

      await page.goto(`/admin/orders?q=${email}`);
      // Those of the rows, by name: the checkbox for all of them is there only once the page has its scripts.
      for (const box of await page.getByRole("checkbox", { name: /^Select [0-9A-Z]{4}-/ }).all()) await box.check();
      const cancel = page.getByRole("button", { name: "Cancel the selected orders" });
      await expect(cancel).toBeHidden();
      await page.getByText("Cancel…").click();
      await cancel.click();
      const message = page.getByText(
        `1 of 2 orders marked as cancelled. The products are back in stock. ${id} is shipped`,
      );
      await expect(message).toBeVisible();
    });

    test("ASVS 7.4.4: an administrator signs out on any admin page", async ({ page }) => {
      await signInAsAdmin(page.request);
      const { cookies } = await page.context().storageState();
      for (const path of ["/admin", "/admin/skus", "/admin/lab"]) {
        await page.goto(path);
        await expect(page.getByRole("banner").getByRole("button", { name: "Sign out" })).toBeVisible();
      }
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(page).toHaveURL(/\/$/);
      await page.goto("/admin");
      await expect(page).toHaveURL(/\/login\?next=/);
      // The session has ended, not only the cookie.
      await page.context().addCookies(cookies);
      expect((await page.request.get("/api/admin/metrics")).status()).toBe(401);
    });

    test("a SKU is removed only after a confirmation, and a message says so", async ({ page }) => {
      await signInAsAdmin(page.request);
      const sku = await makeSku(page);
      await page.goto(`/admin/skus/${sku}`);
      const remove = page.getByRole("button", { name: "Remove permanently" });
      await expect(remove).toBeHidden();
      await page.getByText("Remove from the catalogue…").click();
      await remove.click();
      await expect(page.getByText(`${sku} is no longer in the catalogue.`)).toBeVisible();
      expect((await page.request.get(`/api/skus/${sku}`)).status()).toBe(404);
      await page.goto("/admin/skus?removed=sku123");
      await expect(page.getByText("is no longer in the catalogue")).toHaveCount(0);
    });
  });
}
