import { type Browser, chromium } from "@playwright/test";
import type { Part } from "../context.ts";

/** The scripts that a first visit loads, as they are sent: compressed. @returns kB of 1,000 bytes, and how many files */
async function weigh(browser: Browser, url: string): Promise<{ kilobytes: number; files: number }> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(url, { waitUntil: "networkidle" });
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith(".js"))
      .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
  );
  await page.close();
  return { kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1000, files: sizes.length };
}

/** First-load JavaScript of a product page, next to an empty app of the same Next.js. */
export const pageWeight: Part = {
  name: "page-weight",
  browser: true,
  async run(context) {
    const [shop, bare] = [await context.shop(), await context.bare()];
    const executablePath = process.env.CHROMIUM_PATH;
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
    try {
      const ours = await weigh(browser, `${shop.url}/products/sku123`);
      const theirs = await weigh(browser, `${bare.url}/`);
      return [
        {
          title: "First-load JavaScript of a product page, gzip",
          figures: [
            { title: `product page, ${ours.files} files`, value: ours.kilobytes, unit: "kB" },
            { title: `empty Next.js app, ${theirs.files} files`, value: theirs.kilobytes, unit: "kB" },
            { title: "more than the empty app", value: ours.kilobytes - theirs.kilobytes, unit: "kB" },
          ],
        },
      ];
    } finally {
      await browser.close();
    }
  },
};
