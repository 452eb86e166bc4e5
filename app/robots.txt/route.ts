import { publicSite } from "#lib/config.ts";
import { Reply } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

const PERSONAL = ["/admin", "/api/", "/account", "/checkout", "/login", "/orders", "/register", "/wishlist"];

/**
 * Crawlers may read the catalogue, and the cart, which product pages link to: it says itself that it is not to be
 * indexed, which nobody sees who is kept out. They are kept out of the search, which has endless pages.
 */
export const GET = route({ visitor: "anyone", shared: true }, async () => {
  const rules = ["User-agent: *", ...[...PERSONAL, "/search"].map((path) => `Disallow: ${path}`)];
  const text = `${rules.join("\n")}\n\nSitemap: ${publicSite()}/sitemap.xml\n`;
  return new Reply(200, { "content-type": "text/plain; charset=utf-8" }, text);
});
