import { type Browser, expect, type Page } from "@playwright/test";

/** A page in a browser context of its own, which fails the test if a page violates the Content-Security-Policy. */
export async function openBrowser(
  browser: Browser,
  options: { userAgent?: string; javaScriptEnabled?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env.STORE_URL ?? "", ...options });
  const page = await context.newPage();
  page.on("console", (message) => expect(message.text()).not.toContain("Content Security Policy"));
  return page;
}
