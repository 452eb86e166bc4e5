import type { Page } from "@playwright/test";
import { z } from "zod";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

/** What the lists of the admin area have in common: order, pages by keyboard, selections, a head that stays in view. */

async function makeSkus(page: Page, count: number, stock = 5): Promise<string[]> {
  const word = newName();
  const ids = Array.from({ length: count }, (_, n) => `${word}-${n}`);
  for (const [n, id] of ids.entries()) {
    const data = { id, name: `Thing ${n} ${word}`, price: `${n + 1}.00`, stock, category: "toys", brand: word };
    expect((await page.request.post("/api/skus", { data })).status()).toBe(201);
  }
  return ids;
}

const namesOf = async (page: Page) => page.getByRole("table").locator("tbody tr td:nth-child(2)").allTextContents();

/** Opens the list of the SKUs with a brand, once the index of the store has all of them. */
async function openSkus(page: Page, brand: string, count: number, more = ""): Promise<void> {
  await expect(async () => {
    await page.goto(`/admin/skus?brand=${brand}${more}`);
    await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(count, { timeout: 1000 });
  }).toPass();
}

const brandOf = ([id = ""]: readonly string[]) => id.replace(/-\d+$/, "");

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("SKUs are sorted by their head, and changed together, with what was refused and why", async ({ page }) => {
      await signInAsAdmin(page.request);
      const ids = await makeSkus(page, 3);
      await openSkus(page, brandOf(ids), 3);
      const price = page.getByRole("columnheader", { name: "Price" });
      await expect(price).not.toHaveAttribute("aria-sort", /./);
      await price.getByRole("link").click();
      await expect(page).toHaveURL(/sort=price-asc/);
      await expect(page.getByRole("columnheader", { name: "Price" })).toHaveAttribute("aria-sort", "ascending");
      expect(await namesOf(page)).toEqual(ids);
      await page.getByRole("columnheader", { name: "Price" }).getByRole("link").click();
      await expect(page.getByRole("columnheader", { name: "Price" })).toHaveAttribute("aria-sort", "descending");
      expect(await namesOf(page)).toEqual(ids.toReversed());

      const select = async (...numbers: number[]) => {
        for (const n of numbers) await page.getByRole("checkbox", { name: `Select Thing ${n} ` }).check();
      };
      await page.getByLabel("Quantity to add to each").fill("3");
      await page.getByRole("button", { name: "Add to stock" }).click();
      await expect(page.getByText("Select at least one SKU first.")).toBeVisible();
      await page.getByLabel("Quantity to add to each").fill("3");
      await select(0, 1);
      await page.getByRole("button", { name: "Add to stock" }).click();
      await expect(page.getByText("2 of 2 SKUs restocked.")).toBeVisible();
      const stocks = async () =>
        Promise.all(ids.map(async (id) => (await (await page.request.get(`/api/skus/${id}`)).json()).stock));
      expect(await stocks()).toEqual([8, 8, 5]);
      await page.getByLabel("Quantity to add to each").fill("-6");
      await select(0, 2);
      await page.getByRole("button", { name: "Add to stock" }).click();
      await expect(page.getByText(`1 of 2 SKUs restocked. 1 refused: ${ids[2]} has fewer in stock.`)).toBeVisible();
      expect(await stocks()).toEqual([2, 8, 5]);

      // One of them goes meanwhile.
      await select(0, 1);
      expect((await page.request.delete(`/api/skus/${ids[1]}`)).status()).toBe(200);
      const remove = page.getByRole("button", { name: "Remove the selected SKUs" });
      await expect(remove).toBeHidden();
      await page.getByText("Remove…").click();
      await remove.click();
      await expect(page.getByText(`1 of 2 SKUs removed. 1 refused: ${ids[1]} no longer exists.`)).toBeVisible();
      expect((await page.request.get(`/api/skus/${ids[0]}`)).status()).toBe(404);
      const audit = await page.request.get(`/api/admin/audit?on=sku:${ids[0]}`);
      const { items } = z.object({ items: z.array(z.object({ what: z.string() })) }).parse(await audit.json());
      expect(items.map(({ what }) => what)).toEqual(["sku-removed", "stock-changed", "stock-changed", "sku-created"]);
    });

    test("several sessions end together", async ({ page, playwright, baseURL }) => {
      const name = newName();
      const shoppers = await Promise.all(
        [0, 1].map(() => playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) })),
      );
      const [first, second] = shoppers;
      if (!first || !second) throw new Error("There are two");
      await registerByApi(first, name);
      const data = { username: name, password: "a sentence that is long enough" };
      expect((await second.post("/api/auth/login", { data })).status()).toBe(200);
      await signInAsAdmin(page.request);
      const found = await (await page.request.get(`/api/admin/users?q=${name}`)).json();
      await page.goto(`/admin/users/${found.items[0].id}`);
      for (const box of await page.getByRole("checkbox", { name: "Select the session of" }).all()) await box.check();
      const end = page.getByRole("button", { name: "End the selected sessions" });
      await expect(end).toBeHidden();
      await page.getByText("End the selected…").click();
      await end.click();
      await expect(page.getByText("2 of 2 sessions ended.")).toBeVisible();
      for (const shopper of shoppers) {
        expect((await shopper.get("/api/sessions")).status()).toBe(401);
        await shopper.dispose();
      }
    });
  });
}

test("the box in the head selects all, and says how many are selected", async ({ page }) => {
  await signInAsAdmin(page.request);
  const ids = await makeSkus(page, 3);
  await openSkus(page, brandOf(ids), 3);
  const all = page.getByRole("checkbox", { name: "Select all on this page" });
  await all.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("3 selected")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select Thing 1 " }).uncheck();
  await expect(page.getByText("2 selected")).toBeVisible();
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await all.check();
  await expect(page.getByText("3 selected")).toBeVisible();
  await all.uncheck();
  await expect(page.getByText(/\d selected/)).toHaveCount(0);
});

test("pages are turned by Shift and an arrow, but not while somebody types; the head stays in view", async ({
  page,
}) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/skus?sort=price-asc");
  const next = page.getByRole("link", { name: "More SKUs" });
  await expect(next).toHaveAttribute("aria-keyshortcuts", "Shift+ArrowRight");
  const list = page.getByRole("group", { name: "SKUs", exact: true });
  await list.evaluate((box) => box.scrollTo(0, 600));
  // What only screen readers see does not make the page longer than what it shows.
  const tail = await next.evaluate(
    (link) => document.documentElement.scrollHeight - link.getBoundingClientRect().bottom,
  );
  expect(tail + (await page.evaluate(() => -scrollY))).toBeLessThan(300);
  const head = page.getByRole("columnheader", { name: "Stock" });
  const [inList, inHead] = [await list.boundingBox(), await head.boundingBox()];
  expect(Math.round((inHead?.y ?? 0) - (inList?.y ?? 1))).toBe(0);

  await page.getByRole("searchbox").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.locator("h1").click();
  await expect(page).toHaveURL(/\/admin\/skus\?sort=price-asc$/);
  await expect(async () => {
    await page.keyboard.press("Shift+ArrowRight");
    await expect(page).toHaveURL(/cursor=/, { timeout: 1000 });
  }).toPass();
  await expect(page.getByRole("link", { name: "First page" })).toBeVisible();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(page).toHaveURL(/\/admin\/skus\?sort=price-asc$/);
});

test("orders are listed oldest first as well, and an empty list offers all", async ({ page }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/orders?q=nobody-at-all@example.com&sort=oldest");
  await expect(page.getByText("No orders match.")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("oldest");
  await page.getByRole("link", { name: "Show all orders" }).click();
  await expect(page).toHaveURL(/\/admin\/orders$/);
  await page.goto("/admin/skus?q=zzqqyyxx");
  await expect(page.getByRole("link", { name: "Show all SKUs" })).toBeVisible();
});

test("while Redis is away a list that can not be read says so, and is there again afterwards", async ({ browser }) => {
  const store = await startStore();
  try {
    const page = await browser.newPage({ baseURL: store.url });
    await page.request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    await page.goto("/admin/skus");
    await expect(page.getByRole("link", { name: "More SKUs" })).toBeVisible();
    const redis = await readPid(store.redisUrl);
    process.kill(redis, "SIGSTOP");
    try {
      await page.getByRole("link", { name: "More SKUs" }).click();
      await expect(page.getByRole("heading", { name: "This page could not be shown" })).toBeVisible();
      await expect(page.getByText("The database may not answer for a moment")).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Administration" })).toBeVisible();
    } finally {
      process.kill(redis, "SIGCONT");
    }
    await expect(async () => {
      const again = page.getByRole("button", { name: "Try again" });
      if (await again.isVisible()) await again.click();
      await expect(page.getByRole("link", { name: "First page" })).toBeVisible({ timeout: 3000 });
    }).toPass();
    await page.close();
  } finally {
    await store.remove();
  }
});
