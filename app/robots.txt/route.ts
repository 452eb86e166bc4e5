import { route } from "#lib/web/routes/route.ts";
import { siteUrl } from "#lib/web/routes/site.ts";

const PERSONAL = ["/admin", "/api/", "/account", "/checkout", "/login", "/orders", "/register", "/wishlist"];

/** What crawlers may read: the catalogue, and the cart, which is empty for them. A search has as many pages as there are words. */
export const GET = route({ visitor: "anyone", shared: true }, async ({ request }) => {
  const rules = ["User-agent: *", ...[...PERSONAL, "/search"].map((path) => `Disallow: ${path}`)];
  const text = `${rules.join("\n")}\n\nSitemap: ${siteUrl(request)}/sitemap.xml\n`;
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
});
