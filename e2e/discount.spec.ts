import type { Browser, Page } from "@playwright/test";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** Creates a code that no other test uses, as an administrator who makes a mistake first. */
async function makeCode(page: Page): Promise<string> {
  const code = `E2E-${newName().slice(-16)}`.toUpperCase();
  await signInAsAdmin(page.request);
  await page.goto("/admin/discounts");
  await page.getByLabel("Code", { exact: true }).fill(code.toLowerCase());
  await page.getByLabel("Value", { exact: true }).fill("110");
  await page.getByLabel("Uses per shopper").fill("1");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByText("Value must be a whole number from 1 to 100")).toBeVisible();
  await expect(page.getByLabel("Uses per shopper")).toHaveValue("1");
  await page.getByLabel("Value", { exact: true }).fill("15");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("heading", { name: code })).toBeVisible();
  return code;
}

for (const javaScriptEnabled of [true, false]) {
  test(`a refused code keeps the chosen kind, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    browser,
    baseURL,
  }) => {
    const page = await (await browser.newContext({ javaScriptEnabled, baseURL: baseURL ?? "" })).newPage();
    await signInAsAdmin(page.request);
    await page.goto("/admin/discounts");
    const kind = page.getByLabel("Kind", { exact: true });
    await page.getByLabel("Code", { exact: true }).fill(newName().slice(-16));
    // Twice: the second refusal returns the value that the form already begins with.
    for (const value of ["a lot", "a little"]) {
      await kind.selectOption("fixed");
      await page.getByLabel("Value", { exact: true }).fill(value);
      await page.getByRole("button", { name: "Create code" }).click();
      await expect(page.getByText(/^Value must be/)).toBeVisible();
      await expect(page.getByLabel("Value", { exact: true })).toHaveValue(value);
      await expect(kind).toHaveValue("fixed");
    }
    await page.context().close();
  });
}

async function openCheckout(browser: Browser, options: { javaScriptEnabled: boolean; baseURL: string }, email: string) {
  const page = await (await browser.newContext(options)).newPage();
  expect((await page.request.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } })).status()).toBe(200);
  await page.goto("/checkout");
  const address = { "E-mail": email, Name: "Parker Perry", "Street and number": "1 Street", Postcode: "10115" };
  for (const [label, value] of Object.entries({ ...address, City: "Berlin", Country: "Germany" })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  return page;
}

const apply = async (page: Page, code: string) => {
  await page.getByLabel("Discount code").fill(code);
  await page.getByRole("button", { name: "Apply" }).click();
};

for (const javaScriptEnabled of [true, false]) {
  test(`a code is created, tried, used, and refused to the same shopper again, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    page,
    browser,
    baseURL,
  }) => {
    const device = { javaScriptEnabled, baseURL: baseURL ?? "" };
    const code = await makeCode(page);
    const email = `${newName()}@example.com`;
    const first = await openCheckout(browser, device, email);
    const receipt = first.getByRole("region", { name: "Receipt" });
    await apply(first, "no-such-code");
    await expect(first.getByText("Discount code does not exist")).toBeVisible();
    await expect(receipt).toContainText("$199.99");
    await apply(first, code.toLowerCase());
    await expect(first.getByText(`${code} takes $30.00 off.`)).toBeVisible();
    await expect(first.getByLabel("Name", { exact: true })).toHaveValue("Parker Perry");
    await expect(receipt).toContainText(`Discount ${code}`);
    await expect(receipt).toContainText("$169.99");
    await first.getByRole("button", { name: "Place order, $169.99" }).click();
    await expect(first.getByRole("heading", { name: "Thank you for nothing." })).toBeVisible();
    await expect(receipt).toContainText("-30.00");
    await expect(receipt).toContainText("$169.99");
    const { items } = await (await first.request.get("/api/orders")).json();
    expect(items[0]).toMatchObject({ total: "169.99", discount: { code, amount: "30.00" } });

    const again = await openCheckout(browser, device, email.toUpperCase());
    await apply(again, code);
    await expect(again.getByText("Discount code has already been used by you")).toBeVisible();
    await expect(again.getByLabel("City", { exact: true })).toHaveValue("Berlin");
    await again.getByRole("button", { name: "Place order, $199.99" }).click();
    await expect(again.getByText("Nothing was bought")).toBeVisible();
    await again.getByLabel("Discount code").fill("");
    await again.getByRole("button", { name: "Place order, $199.99" }).click();
    await expect(again.getByRole("heading", { name: "Thank you for nothing." })).toBeVisible();

    await page.goto(`/admin/discounts/${code}`);
    await expect(page.getByRole("row").last()).toContainText("1");
    await page.getByRole("button", { name: "Stop the code" }).click();
    await expect(page.getByRole("button", { name: "Resume the code" })).toBeVisible();
    const third = await openCheckout(browser, device, `${newName()}@example.com`);
    // Enter submits the order, but never for a total other than the one shown.
    await third.getByLabel("Discount code").fill(code);
    await third.getByLabel("Discount code").press("Enter");
    await expect(third.getByText("Discount code is no longer accepted")).toBeVisible();
    for (const other of [first, again, third]) await other.context().close();
  });
}
