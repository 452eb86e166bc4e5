import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, startStore } from "#test/servers/store.ts";

/** The command palette of the admin area. */

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Find" });
const fieldOf = (page: Page) => page.getByRole("combobox", { name: "Find pages, SKUs, orders, people and keys" });
const selectedOf = (page: Page) => dialogOf(page).getByRole("option", { selected: true });

/** Opens the palette once the page has its scripts. */
async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(fieldOf(page)).toBeFocused({ timeout: 500 });
  }).toPass();
}

test("Ctrl-K opens it, the keyboard alone leads to a page, and Escape gives the focus back", async ({ page }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/orders");
  await openPalette(page);
  const pages = page.getByRole("group", { name: "Pages" });
  await expect(pages.getByRole("option", { name: "Overview" })).toHaveAttribute("aria-selected", "true");
  await expect(fieldOf(page)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(selectedOf(page)).toHaveText("Laboratory");
  const id = await selectedOf(page).getAttribute("id");
  await expect(fieldOf(page)).toHaveAttribute("aria-activedescendant", id ?? "none");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(dialogOf(page).getByRole("option").last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(dialogOf(page)).toHaveCount(0);

  // It comes back to where it was.
  await page.getByRole("searchbox").focus();
  await page.keyboard.press("Control+k");
  await expect(fieldOf(page)).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("searchbox")).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("import");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/admin\/skus\/import$/);
  await expect(dialogOf(page)).toHaveCount(0);
});

test("it finds SKUs, orders, people and keys, and says when there is nothing", async ({
  page,
  playwright,
  baseURL,
}) => {
  const name = newName();
  const shopper = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  await registerByApi(shopper, name);
  await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } });
  const { totalValue: total } = await (await shopper.get("/api/cart")).json();
  const address = { name: "Parker Perry", address: "1 Street", city: "Berlin", postcode: "10115", country: "Germany" };
  const headers = { "idempotency-key": newName() };
  const placed = await shopper.post("/api/checkout", { headers, data: { ...address, total } });
  const { order } = z.object({ order: z.object({ id: z.string() }) }).parse(await placed.json());
  await shopper.dispose();
  const label = order.id.match(/.{4}/g)?.join("-") ?? "";

  await signInAsAdmin(page.request);
  await page.goto("/admin");
  const find = async (text: string) => {
    await openPalette(page);
    await fieldOf(page).fill(text);
  };
  const reach = async (group: string, option: string | RegExp, url: RegExp) => {
    await expect(page.getByRole("group", { name: group }).getByRole("option", { name: option })).toBeVisible();
    await page.getByRole("group", { name: group }).getByRole("option", { name: option }).click();
    await expect(page).toHaveURL(url);
  };
  await find("sku123");
  await reach("SKUs", /AirPods/, /\/admin\/skus\/sku123$/);
  await find(label.toLowerCase());
  await reach("Orders", new RegExp(label), new RegExp(`/admin/orders/${order.id}$`));
  await find(name);
  await expect(page.getByRole("group", { name: "Orders" }).getByRole("option")).toHaveCount(1);
  await reach("People", new RegExp(name), /\/admin\/users\/\d+$/);
  await find("sku:sku123");
  await reach("Keys", /^sku:sku123/, /\/admin\/keys\?key=sku%3Asku123$/);

  await find("zzqqyyxx");
  await expect(dialogOf(page).getByText("Nothing is called “zzqqyyxx”.")).toBeVisible();
  await expect(selectedOf(page)).toHaveText("“zzqqyyxx” in the catalogue");
});

test("only the newest text is asked for, and an older reply is not shown for it", async ({ page }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin");
  const asked: string[] = [];
  let aborted = 0;
  page.on("requestfailed", (request) => request.url().includes("/palette?") && aborted++);
  await page.route("**/api/admin/palette?*", async (route) => {
    const q = new URL(route.request().url()).searchParams.get("q") ?? "";
    asked.push(q);
    if (q === "airpods") await new Promise((done) => setTimeout(done, 2000));
    await route.continue().catch(() => {});
  });
  await openPalette(page);
  await fieldOf(page).pressSequentially("airpods", { delay: 10 });
  await expect.poll(() => asked.at(-1)).toBe("airpods");
  await expect(dialogOf(page).getByText("Looking…")).toBeVisible();
  await fieldOf(page).fill("mouse-456");
  await expect(page.getByRole("group", { name: "SKUs" })).toBeVisible();
  await expect(page.getByRole("group", { name: "SKUs" })).not.toContainText("AirPods");
  await expect.poll(() => aborted).toBe(1);
  // Not one request for each character.
  expect(asked.length).toBeLessThan(7);
});

test("while Redis is away it says so, still finds pages, and asks again", async ({ browser }) => {
  const store = await startStore();
  try {
    const page = await browser.newPage({ baseURL: store.url });
    await page.request.post("/api/auth/login", { data: { username: "admin", password: ADMIN_PASSWORD } });
    await page.goto("/admin/skus");
    await openPalette(page);
    const redis = await readPid(store.redisUrl);
    process.kill(redis, "SIGSTOP");
    try {
      await fieldOf(page).fill("key");
      await expect(
        dialogOf(page).getByText("The database does not answer, so only pages are found now."),
      ).toBeVisible();
      await expect(page.getByRole("option", { name: "Keys", exact: true })).toBeVisible();
    } finally {
      process.kill(redis, "SIGCONT");
    }
    await expect(async () => {
      await page.getByRole("button", { name: "Try again" }).click({ timeout: 1000 });
      await expect(dialogOf(page).getByText(/found\./)).toBeVisible({ timeout: 3000 });
    }).toPass();
    await expect(fieldOf(page)).toBeFocused();
    await page.close();
  } finally {
    await store.remove();
  }
});

test("a sign-in that has ended is told", async ({ page }) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/skus");
  await openPalette(page);
  await page.request.post("/api/auth/logout");
  await fieldOf(page).fill("mouse");
  await expect(dialogOf(page).getByText("Your sign-in has ended. Load the page again to sign in.")).toBeVisible();
});

test("it has room on a phone, in the dark, and axe finds nothing", async ({ page }) => {
  await signInAsAdmin(page.request);
  for (const [width, height, colorScheme] of [
    [390, 844, "dark"],
    [1440, 900, "light"],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/admin/users");
    await expect(async () => {
      await page.getByRole("link", { name: "Find" }).click();
      await expect(fieldOf(page)).toBeVisible({ timeout: 500 });
    }).toPass();
    await fieldOf(page).fill("sku123");
    await expect(page.getByRole("group", { name: "SKUs" })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160))}`)).toEqual([]);
    const box = await dialogOf(page).boundingBox();
    expect([box && box.x >= 0, box && box.x + box.width <= width, box && box.y + box.height <= height]).toEqual([
      ...[true, true, true],
    ]);
    // Beside it closes.
    await page.mouse.click(4, height - 4);
    await expect(dialogOf(page)).toHaveCount(0);
  }
});

test.describe("JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("the button leads to a page that finds the same", async ({ page }) => {
    await signInAsAdmin(page.request);
    await page.goto("/admin/users");
    await page.getByRole("link", { name: "Find" }).click();
    await page.getByRole("searchbox").fill("sku123");
    await page.getByRole("button", { name: "Find" }).click();
    await page
      .getByRole("region", { name: "SKUs" })
      .getByRole("link", { name: /AirPods/ })
      .click();
    await expect(page).toHaveURL(/\/admin\/skus\/sku123$/);
    await page.goto("/admin/find?q=zzqqyyxx");
    await expect(page.getByText("Nothing is called “zzqqyyxx”.")).toBeVisible();
  });
});
