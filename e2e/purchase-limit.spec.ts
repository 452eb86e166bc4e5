import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

const ADDRESS = { Name: "Parker Perry", "Street and number": "1 Street", Postcode: "10115", City: "Berlin" };

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`a purchase limit from its form to a refused order, ${how} JavaScript`, async ({ browser, baseURL }) => {
    const newPage = async () => (await browser.newContext({ javaScriptEnabled, baseURL: baseURL ?? "" })).newPage();
    const [admin, page] = [await newPage(), await newPage()];
    await signInAsAdmin(admin.request);
    const data = { id: newName(), name: "Rare lamp", price: "1.00", stock: 10, category: "audio" };
    expect((await admin.request.post("/api/skus", { data })).status()).toBe(201);
    await admin.goto(`/admin/skus/${data.id}`);
    const limit = admin.getByLabel("Limit per shopper");
    await expect(limit).toHaveValue("");
    await limit.fill("1");
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin).toHaveURL(/saved/);
    await expect(limit).toHaveValue("1");

    const email = `${newName()}@example.org`;
    const place = async () => {
      await page.goto("/checkout");
      for (const [label, value] of Object.entries({ "E-mail": email, ...ADDRESS, Country: "Germany" }))
        await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole("button", { name: /^Place order, / }).click();
    };
    await page.goto(`/products/${data.id}`);
    await expect(page.getByText("At most 1 per shopper")).toBeVisible();
    await expect(page.getByLabel("Quantity", { exact: true })).toHaveAttribute("max", "1");
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    if (javaScriptEnabled) await expect(page.getByRole("status").getByText("At most 1 per shopper")).toBeVisible();
    else await expect(page).toHaveURL(/\/cart$/);
    await place();
    await expect(page).toHaveURL(/\/orders\//);

    expect((await page.request.post("/api/cart/items", { data: { sku: data.id, quantity: 1 } })).status()).toBe(200);
    await place();
    const refusal = "Nothing was bought: at most 1 of Rare lamp per shopper (your other orders leave you none)";
    await expect(page.getByText(refusal)).toBeVisible();
    await page.goto("/cart");
    const more = page.getByRole("button", { name: "Increase quantity of Rare lamp" });
    await more.click();
    await expect(page.getByText("At most 1 of Rare lamp per shopper.")).toBeVisible();
    await expect(page.getByLabel("Quantity of Rare lamp", { exact: true })).toHaveValue("1");
    await admin.request.delete(`/api/skus/${data.id}`);
    for (const one of [admin, page]) await one.context().close();
  });
}
