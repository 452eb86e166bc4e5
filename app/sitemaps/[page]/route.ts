import { z } from "zod";
import { publicSite } from "#lib/config.ts";
import { readSitemap } from "#lib/sku/sitemap.ts";
import { wholeNumber } from "#lib/validation.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";
import { escapeXml, xml } from "#lib/web/routes/site.ts";

const params = z.object({ page: wholeNumber(0, 10_000) });

/** One sitemap, with at most 10,000 products, served as `/sitemap-<page>.xml`. */
export const GET = route({ visitor: "anyone", params, shared: true }, async ({ params: { page } }) => {
  const pages = await readSitemap(page);
  if (pages.length === 0) return problem(404, "There is no such sitemap");
  const site = publicSite();
  const entries = pages.map(({ path, changedAt }) => {
    const lastmod = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : "";
    return `<url><loc>${escapeXml(`${site}${path}`)}</loc>${lastmod}</url>`;
  });
  return xml(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("\n")}</urlset>`);
});
