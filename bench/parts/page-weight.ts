import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "@playwright/test";
import type { Part } from "#bench/support/context.ts";

/**
 * The size of the scripts that a first visit loads: with the same gzip for all servers, to compare what they send and not
 * how they compress it, and as sent. @returns kB of 1,000 bytes, and the number of files
 */
async function weigh(browser: Browser, url: string): Promise<{ gzip: number; sent: number; files: number }> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(url, { waitUntil: "networkidle" });
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith(".js"))
      .map((entry) => ({ url: entry.name, sent: (entry as PerformanceResourceTiming).encodedBodySize })),
  );
  await page.close();
  const read = async (script: string) => gzipSync(await (await fetch(script)).arrayBuffer()).length;
  const sizes = await Promise.all(scripts.map((script) => read(script.url)));
  return {
    gzip: sizes.reduce((sum, size) => sum + size, 0) / 1000,
    sent: scripts.reduce((sum, script) => sum + script.sent, 0) / 1000,
    files: scripts.length,
  };
}

/** First-load JavaScript of a product page, and of an empty app with the same Next.js. */
export const pageWeight: Part = {
  name: "page-weight",
  browser: true,
  async run(context) {
    const [store, bare] = [await context.store(), await context.bare()];
    const executablePath = process.env.CHROMIUM_PATH;
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
    try {
      const candidate = await weigh(browser, `${store.url}/products/sku123`);
      const baseline = await weigh(browser, `${bare.url}/`);
      return [
        {
          title: "First-load JavaScript of a product page, gzip",
          figures: [
            { title: `product page, ${candidate.files} files`, value: candidate.gzip, unit: "kB" },
            { title: `empty Next.js app, ${baseline.files} files`, value: baseline.gzip, unit: "kB" },
            { title: "difference", value: candidate.gzip - baseline.gzip, unit: "kB" },
            { title: "product page, as sent", value: candidate.sent, unit: "kB" },
          ],
        },
      ];
    } finally {
      await browser.close();
    }
  },
};
