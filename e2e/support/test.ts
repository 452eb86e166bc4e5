import { test as base, expect, type Page } from "@playwright/test";
import { ADMIN_PASSWORD, askRedis, type Shop, startShop } from "#test/shop.ts";

let counter = 0;

/** A name that no other test has. */
export function newName(): string {
  return `shopper-${process.pid}-${Date.now().toString(36)}-${counter++}`;
}

export const PASSWORD = "a sentence that is long enough";

interface Fixtures {
  /** asks the Redis of the common shop what redis-cli would ask */
  redis: (...command: string[]) => Promise<unknown>;
}

interface WorkerFixtures {
  /** a shop that no other spec file uses, for tests that break it or look at all of it */
  ownShop: Shop;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(process.env.SHOP_URL);
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  redis: async ({}, use) => {
    await use((...command) => askRedis(process.env.SHOP_REDIS_URL ?? "", ...command));
  },
  ownShop: [
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const shop = await startShop();
      await use(shop);
      await shop.remove();
    },
    { scope: "worker", timeout: 150_000 },
  ],
});

export { ADMIN_PASSWORD, expect };

/** Registers on the page that asks for it, and waits for the account page. */
export async function register(page: Page, name: string): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
}

export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
}

/** The quantity that the cart page shows of a product. */
export function quantityOf(page: Page, name: string) {
  return page.getByRole("spinbutton", { name: `Quantity of ${name}` });
}
