import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import type { AuditEntry } from "#lib/audit/schema.ts";

/** The pages of an import. */

const SHOPIFY = "Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src";

test("a table of another shop is uploaded, its columns corrected, checked and imported", async ({ page, redis }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/skus/import");
  const id = newName();
  const table = `${SHOPIFY}\n${id},Stool,<p>Oak</p>,Nordhus,Chairs,Title,Default Title,,9.50,https://x.example/a.jpg\n`;
  // The browser knows that a file is too large: the page stays, and nothing is uploaded.
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>("input[type=file]");
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(64 * 1024 * 1024 + 1)], "large.csv"));
    if (input) input.files = files.files;
  });
  const next = page.getByRole("button", { name: "Continue" });
  await next.click();
  await expect(page.getByText("a table may have at most 64 MB")).toBeVisible();
  const file = { name: "products_export.csv", mimeType: "text/csv", buffer: Buffer.from(table) };
  await page.getByLabel("CSV file").setInputFiles(file);
  await next.click();
  await expect(page.getByText("This is an export of Shopify")).toBeVisible();
  const row = page.getByRole("listitem").filter({ hasText: "line 2" });
  await expect(row).toContainText("chairs");
  const category = page.getByLabel("Category", { exact: true });
  await category.focus();
  await category.selectOption("Vendor");
  await expect(row).toContainText("nordhus");
  await expect(category).toBeFocused();
  await page.getByRole("button", { name: "Check the table" }).click();
  await expect(page.getByText("1 picture was left out")).toBeVisible();
  expect(await redis("EXISTS", `sku:${id}`)).toBe(0);
  // Another import may be writing at the moment.
  await expect(async () => {
    await page.getByRole("button", { name: "Import 1 SKU" }).click();
    await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible({ timeout: 5000 });
  }).toPass();
  expect(await redis("HGET", `sku:${id}`, "category")).toBe("nordhus");
  // Both acts are on record.
  const on = `import:${page.url().split("/").at(-1)}`;
  await expect(async () => {
    const { items } = await (await page.request.get("/api/admin/audit?limit=200")).json();
    expect((items as AuditEntry[]).filter((entry) => entry.on === on).map(({ what, after }) => [what, after])).toEqual([
      ["import-ended", "done: 1 created, 0 changed"],
      ["import-started", "products_export.csv"],
    ]);
  }).toPass();
});
