import type { Page } from "@playwright/test";
import { expect, signInAsAdmin, test } from "#e2e/support/test.ts";

/** The cockpit of the migration, on a store of its own: with a script, and by forms alone. */

test.describe.configure({ mode: "serial" });
test.use({ baseURL: ({ ownStore }, use) => use(ownStore.url) });

/** A busy machine starts PostgreSQL, and writes ten thousand records to and fro, in no time that is known before. */
const LONG = { timeout: 120_000 };

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const nowIn = (page: Page, name: string) => page.locator('[aria-current="step"]').filter({ hasText: name });

async function enter(page: Page): Promise<void> {
  await signInAsAdmin(page.request);
  await page.goto("/admin/migration");
  await expect(page.getByRole("heading", { name: "Migration", level: 1 })).toBeVisible();
}

async function start(page: Page): Promise<void> {
  await page.getByLabel("Sessions", { exact: true }).fill("200");
  await page.getByLabel("Requests per second").fill("40");
  await page.getByLabel("Waiting time in seconds (optional)").fill("1");
  await button(page, "Start the migration").click();
}

/** A figure of the page by its label. */
const figure = (page: Page, label: string) =>
  page
    .locator("dl > div", { has: page.getByText(label, { exact: true }) })
    .locator("dd")
    .first();

async function expectNothingLost(page: Page): Promise<void> {
  await expect(figure(page, "Sign-outs")).toHaveText("0");
  await expect(figure(page, "Lost cart lines")).toHaveText("0");
}

/** Moves on as soon as the guards are met; until then the store says why not. */
async function moveOn(page: Page, to: string, reload = false): Promise<void> {
  await expect(async () => {
    if (reload) await page.reload();
    const next = button(page, new RegExp(`^Next: ${to}`));
    if (await next.isVisible()) await next.click();
    await expect(nowIn(page, to.replace(/^\d /, ""))).toBeVisible({ timeout: 5000 });
  }).toPass(LONG);
}

const finish = async (page: Page) => {
  await page.getByText("Finish…").click();
  await button(page, "Finish the migration").click();
};

test("a migration is started, moved, refused, broken and finished", async ({ page }) => {
  test.setTimeout(600_000);
  await enter(page);
  await start(page);
  await expect(nowIn(page, "SQL only")).toBeVisible(LONG);
  const guards = page.getByRole("list", { name: "Guards" });
  await expect(guards.getByText("Both stores answer")).toBeVisible(LONG);
  await expect(guards.getByText(/^Rehearsal/)).toBeVisible();
  await expect(guards.getByText("met", { exact: true })).toHaveCount(2, LONG);
  await expectNothingLost(page);

  await moveOn(page, "1 Dual write");
  await moveOn(page, "2 Backfill");
  await moveOn(page, "3 Shadow reads");
  await expect(page.getByRole("img", { name: /PostgreSQL: 100 % of the reads, every write/ })).toBeVisible();
  await button(page, /^Next: 4/).click();
  await expect(page.getByRole("alert").filter({ hasText: "Shadow reads" })).toContainText("needed: 10,000");
  await expect(nowIn(page, "Shadow reads")).toBeVisible();
  await expectNothingLost(page);

  await button(page, "Back to 2 Backfill").click();
  await expect(nowIn(page, "Backfill")).toBeVisible(LONG);
  const timeline = page.getByRole("list", { name: "What happened, newest first" });
  await expect(timeline.getByRole("listitem").filter({ hasText: "3 Shadow reads → 2 Backfill" })).toBeVisible();

  await button(page, "Pause").click();
  await expect(button(page, "Go on")).toBeVisible();
  await button(page, "Go on").click();
  await expect(button(page, "Pause")).toBeVisible();

  await button(page, "Kill a shopper process").click();
  const killed = timeline.getByRole("listitem").filter({ hasText: "A process of the shoppers was killed" });
  await expect(killed).toContainText("admin");
  const before = await figure(page, "Acknowledged").textContent();
  await expect.poll(() => figure(page, "Acknowledged").textContent(), LONG).not.toBe(before);
  await expectNothingLost(page);

  await finish(page);
  await expect(page.getByRole("heading", { name: "The last one" })).toBeVisible(LONG);
  await expect(page.getByText("Ended by admin.").first()).toBeVisible();
  await expectNothingLost(page);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("a migration is started, moved and finished by forms", async ({ page }) => {
    test.setTimeout(600_000);
    await enter(page);
    const isFree = async () => {
      await page.reload();
      await expect(button(page, "Start the migration")).toBeVisible({ timeout: 2000 });
    };
    await expect(isFree).toPass(LONG);
    await start(page);
    await expect(async () => {
      await page.reload();
      await expect(nowIn(page, "SQL only")).toBeVisible({ timeout: 2000 });
      await expect(page.getByText("10,000 of 10,000")).toBeVisible({ timeout: 2000 });
    }).toPass(LONG);
    await moveOn(page, "1 Dual write", true);
    await expectNothingLost(page);
    await finish(page);
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { name: "The last one" })).toBeVisible({ timeout: 2000 });
    }).toPass(LONG);
    await expect(page.getByText("Ended by admin.").first()).toBeVisible();
  });
});
