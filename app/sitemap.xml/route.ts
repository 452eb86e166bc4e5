import { publicSite } from "#lib/config.ts";
import { countSitemaps } from "#lib/sku/sitemap.ts";
import { route } from "#lib/web/routes/route.ts";
import { escapeXml, xml } from "#lib/web/routes/site.ts";

/** The sitemap index. */
export const GET = route({ visitor: "anyone", shared: true }, async () => {
  const site = publicSite();
  const entries = Array.from({ length: await countSitemaps() }, (_, page) => {
    return `<sitemap><loc>${escapeXml(`${site}/sitemap-${page}.xml`)}</loc></sitemap>`;
  });
  return xml(`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("\n")}</sitemapindex>`);
});
