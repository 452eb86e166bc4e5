import { openBrowser } from "#e2e/support/open-browser.ts";
import {
  expect,
  fillInRegistration,
  newName,
  PASSWORD,
  registerByApi,
  sendSignIn,
  signIn,
  signInByApi,
  test,
} from "#e2e/support/test.ts";

const OTHER_PASSWORD = "another sentence entirely";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

test("two browsers: one sees the other by name and signs it out", async ({ browser }) => {
  const here = await openBrowser(browser);
  const there = await openBrowser(browser, { userAgent: IPHONE });
  const name = newName();
  await registerByApi(here.request, name);
  await signInByApi(there.request, name);
  await here.goto("/account");
  await here.getByRole("button", { name: "Sign out Safari on iOS" }).click();
  await expect(here.getByRole("button", { name: "Sign out Safari on iOS" })).toBeHidden();
  await there.goto("/account");
  await expect(there).toHaveURL(/\/login\?next=\/account$/);
  await here.goto("/account");
  await expect(here.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
});

test("a new password signs the other browser out, and a wrong current one changes nothing", async ({ browser }) => {
  const here = await openBrowser(browser);
  const there = await openBrowser(browser);
  const name = newName();
  await registerByApi(here.request, name);
  await signInByApi(there.request, name);
  await here.goto("/account");
  await here.getByLabel("Current password").fill("not the right one");
  await here.getByLabel("New password").fill(OTHER_PASSWORD);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByText("Current password is incorrect")).toBeVisible();
  await here.getByLabel("Current password").fill(PASSWORD);
  await here.getByLabel("New password").fill(OTHER_PASSWORD);
  await here.getByRole("button", { name: "Change password" }).click();
  await expect(here.getByText("Your password has been changed")).toBeVisible();
  await there.goto("/account");
  await expect(there).toHaveURL(/\/login/);
  await signIn(there, name, OTHER_PASSWORD);
});

test("a password can be shown, its strength is shown while typing, and a common one is refused", async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  await page.goto("/register");
  const password = page.getByLabel("Password", { exact: true });
  await page.getByLabel("Username").fill(newName());
  await page.getByLabel("E-mail").fill("someone@example.com");
  await password.pressSequentially("password");
  await expect(page.getByText("Very easy to guess.")).toBeVisible();
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Password is too common")).toBeVisible();
  await expect(password).toHaveValue("");
});

test("the profile is kept, and shown again", async ({ browser }) => {
  const page = await openBrowser(browser);
  const name = newName();
  await registerByApi(page.request, name);
  await page.goto("/account");
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Username").fill(`${name}.new`);
  await page.getByLabel("E-mail").fill(`${name}@elsewhere.example`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeInViewport();
  // The saved values stay in the form. Otherwise saving again would delete them in Redis.
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("E-mail")).toHaveValue(`${name}@elsewhere.example`);
  await expect(page.getByText(`${name}@elsewhere.example`)).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await page.reload();
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByRole("heading", { name: `Hello, ${name}.new.` })).toBeVisible();
});

test("a device that is signed out disappears from the list at once, and the focus is not lost", async ({ browser }) => {
  const page = await openBrowser(browser);
  const name = newName();
  await registerByApi(page.request, name);
  for (let i = 0; i < 2; i++) await signInByApi((await openBrowser(browser)).request, name);
  await page.goto("/account");
  const devices = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  await expect(devices).toHaveCount(3);
  await devices
    .filter({ hasNotText: "this one" })
    .first()
    .getByRole("button", { name: /Sign out/ })
    .click();
  await expect(devices).toHaveCount(2);
  await expect(page.getByText("That device is signed out.")).toBeFocused();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(devices).toHaveCount(1);
  await expect(page.getByText("Signed out on 1 other device.")).toBeInViewport();
});

test("without script: sign out everywhere else, and delete the account", async ({ browser }) => {
  const other = await openBrowser(browser);
  const page = await openBrowser(browser, { javaScriptEnabled: false });
  const name = newName();
  await registerByApi(other.request, name);
  await signIn(page, name);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("Signed out on 1 other device.")).toBeVisible();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/login/);
  await page.getByText("Delete my account").click();
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete permanently" }).click();
  await expect(page).toHaveURL("/");
  await sendSignIn(page, name);
  await expect(page.getByText("Incorrect username or password.")).toBeVisible();
});

// The router would resolve the paths to `//evil.example`. More of them: lib/web/forms/local-path.test.ts.
for (const next of ["/\\evil.example", "/..//evil.example/x", "/%2e%2e//evil.example"]) {
  test(`a sign-in never leads to ${next}`, async ({ browser }) => {
    const page = await openBrowser(browser);
    await page.goto(`/register?${new URLSearchParams({ next })}`);
    await fillInRegistration(page, newName());
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL("/account");
  });
}

test("a sign-in leads to where the visitor was, in any script", async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto(`/register?${new URLSearchParams({ next: "/search?q=日本" })}`);
  await fillInRegistration(page, newName());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(`/search?q=${encodeURIComponent("日本")}`);
});
