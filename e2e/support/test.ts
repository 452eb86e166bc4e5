import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { ADMIN_PASSWORD, type Store, startStore } from "#test/servers/store.ts";

let counter = 0;

/** A unique username. */
export function newName(): string {
  return `shopper-${process.pid}-${Date.now().toString(36)}-${counter++}`;
}

export const PASSWORD = "a sentence that is long enough";

interface Fixtures {
  /** sends a command to the Redis of the shared store */
  redis: (...command: string[]) => Promise<unknown>;
}

interface WorkerFixtures {
  /** a store for this worker only, for tests that break it or need all of it */
  ownStore: Store;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  baseURL: async ({}, use) => {
    await use(process.env.STORE_URL);
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  redis: async ({}, use) => {
    await use((...command) => sendToRedis(process.env.STORE_REDIS_URL ?? "", ...command));
  },
  ownStore: [
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const store = await startStore();
      await use(store);
      await store.remove();
    },
    { scope: "worker", timeout: 150_000 },
  ],
});

export { ADMIN_PASSWORD, expect };

/** Fills in the registration form. */
export async function fillInRegistration(page: Page, name: string): Promise<void> {
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
}

/** Registers by the API, for tests that begin after it: the pages of the same browser are signed in too. */
export async function registerByApi(request: APIRequestContext, name: string): Promise<void> {
  const data = { username: name, email: `${name}@example.com`, password: PASSWORD };
  expect((await request.post("/api/auth/register", { data })).status()).toBe(201);
}

/** Registers by the form, and waits for the account page. */
export async function register(page: Page, name: string): Promise<void> {
  await page.goto("/register");
  await fillInRegistration(page, name);
  await page.getByRole("button", { name: "Create account" }).click();
  await expectAccountPage(page, name);
}

/** Sends the sign-in form, without waiting for the reply. */
export async function sendSignIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in by the form, and waits for the account page. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await sendSignIn(page, name, password);
  await expectAccountPage(page, name);
}

async function expectAccountPage(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
}

/** Signs in by the API, as {@link registerByApi} does. */
export async function signInByApi(request: APIRequestContext, username: string, password = PASSWORD): Promise<void> {
  expect((await request.post("/api/auth/login", { data: { username, password } })).status()).toBe(200);
}

export const signInAsAdmin = (request: APIRequestContext) => signInByApi(request, "admin", ADMIN_PASSWORD);

/** The quantity field of a product on the cart page. */
export function quantityOf(page: Page, name: string) {
  return page.getByRole("spinbutton", { name: `Quantity of ${name}` });
}
