import { defineConfig } from "@playwright/test";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };
const chromium = process.env.CHROMIUM_PATH;

/** What has a project of its own. */
const ELSEWHERE = ["**/api/**", "**/no-script.spec.ts"];

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
    // axe looks at both sizes itself. A run of the laboratory and a sign-in take the same time on each.
    {
      name: "phone",
      testIgnore: [
        ...ELSEWHERE,
        "**/axe.spec.ts",
        "**/lab.spec.ts",
        "**/second-factor.spec.ts",
        "**/passkeys.spec.ts",
        "**/csp-reports.spec.ts",
        "**/failing-forms.spec.ts",
        "**/total-limit.spec.ts",
      ],
      use: phone,
    },
    { name: "desktop", testIgnore: ELSEWHERE, use: desktop },
    { name: "no-script", testMatch: "**/no-script.spec.ts", use: { ...phone, javaScriptEnabled: false } },
  ],
});
