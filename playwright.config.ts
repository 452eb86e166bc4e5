import { defineConfig } from "@playwright/test";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };
const chromium = process.env.CHROMIUM_PATH;

/** What has a project of its own. */
const ELSEWHERE = ["**/api/**", "**/no-script.spec.ts"];

/**
 * What is seen at both sizes: the way to an order, the search, the focus. Everything else does the same at each, and
 * axe.spec.ts looks at all pages at both.
 */
const BOTH_SIZES = ["**/journey.spec.ts", "**/search.spec.ts", "**/focus.spec.ts"];
const PHONE_ALONE = ["**/account.spec.ts", "**/wishlist.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/global-setup.ts",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A shared machine stalls now and then for longer than a request may take (2 s): that is no finding.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    // A trace of every test takes as long as the test: `npx playwright test --trace on` when one is needed.
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        // Drawing in software through a process for a graphics card costs twice.
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
      ],
    },
  },
  projects: [
    { name: "api", testMatch: "**/api/**/*.spec.ts" },
    { name: "phone", testMatch: [...BOTH_SIZES, ...PHONE_ALONE], use: phone },
    { name: "desktop", testIgnore: [...ELSEWHERE, ...PHONE_ALONE], use: desktop },
    { name: "no-script", testMatch: "**/no-script.spec.ts", use: { ...phone, javaScriptEnabled: false } },
  ],
});
