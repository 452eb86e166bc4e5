import type { APIRequestContext } from "@playwright/test";
import { ADMIN_PASSWORD, expect, newName, registerByApi, signInByApi, test } from "#e2e/support/test.ts";

/** Whoever follows every link, as prefetching browsers, extensions and crawlers do, changes nothing by it. */

/** Links of one kind that are followed: products, filters and pages of lists are many, and all alike. */
const MOST_ALIKE = 2;

const PREFETCH = { rsc: "1", "next-router-prefetch": "1", purpose: "prefetch", "sec-purpose": "prefetch" };

/** The addresses that a document names, whatever for: links, forms that are sent by GET, redirects, pictures. */
function linksOf(html: string, base: string): URL[] {
  const named = html.matchAll(/\s(?:href|src|action|formaction)="([^"#]*)/gi);
  return [...named].flatMap(([, text = ""]) => {
    const address = text.replaceAll("&amp;", "&");
    return URL.canParse(address, base) ? [new URL(address, base)] : [];
  });
}

/** Follows the links from the front page and these. @returns the paths that were followed */
async function crawl(context: APIRequestContext, site: string, from: string[]): Promise<string[]> {
  const open = [...from.map((path) => new URL(path, site))];
  const alike = new Map<string, number>();
  const seen = new Set<string>();
  for (let url = open.shift(); url; url = open.shift()) {
    const target = url.pathname + url.search;
    const kind = url.pathname
      .split("/")
      .slice(0, 3)
      .join("/")
      .replace(/^\/(products|categories|orders)\/.*/, "/$1");
    const count = alike.get(kind) ?? 0;
    if (url.origin !== new URL(site).origin || seen.has(target) || count >= MOST_ALIKE) continue;
    if (/^\/(_next|pictures)\//.test(url.pathname)) continue;
    seen.add(target);
    alike.set(kind, count + 1);
    const reply = await context.get(target);
    expect(reply.status(), target).toBeLessThan(500);
    if (reply.headers()["content-type"]?.startsWith("text/html"))
      open.push(...linksOf(await reply.text(), reply.url()));
    expect((await context.get(target, { headers: PREFETCH })).status(), target).toBeLessThan(500);
  }
  return [...seen];
}

test("F11: following every link as a signed-in shopper or administrator changes nothing", async ({
  request,
  baseURL,
  redis,
}) => {
  const username = newName();
  await registerByApi(request, username);
  await request.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
  await request.put("/api/wishlist/mouse-456");
  const { total } = { total: (await (await request.get("/api/cart")).json()).totalValue };
  const address = { name: "N", address: "S", city: "C", postcode: "P", country: "X" };
  const bought = await request.post("/api/checkout", {
    data: { ...address, total },
    headers: { "idempotency-key": newName() },
  });
  expect(bought.status()).toBe(201);
  await request.post("/api/cart/items", { data: { sku: "mouse-456", quantity: 1 } });
  const { user } = await (await request.get("/api/session")).json();
  const state = async () => ({
    sessions: await redis("ZCARD", `sessions_of:${user.id}`),
    cart: await redis("HGETALL", `cart:${user.id}`),
    wishlist: await redis("ZRANGE", `wishlist:${user.id}`, "0", "-1"),
    orders: await redis("ZRANGE", `orders_of:${user.id}`, "0", "-1"),
    user: await redis("HGETALL", `user:${user.id}`),
  });
  const before = await state();
  expect(before.wishlist).toEqual(["mouse-456"]);
  const followed = await crawl(request, baseURL ?? "", ["/", "/cart", "/account", "/orders", "/wishlist", "/checkout"]);
  expect(followed.length).toBeGreaterThan(15);
  expect(await state()).toEqual(before);
  expect((await (await request.get("/api/session")).json()).user.username).toBe(username);

  await signInByApi(request, "admin", ADMIN_PASSWORD);
  // Other specs buy meanwhile, and act as the same administrator.
  const readSku = async () => ({ ...(await (await request.get("/api/skus/sku123")).json()), stock: null });
  const skuBefore = await readSku();
  const pages = await crawl(request, baseURL ?? "", ["/admin", "/admin/skus/sku123"]);
  expect(pages.filter((path) => path.startsWith("/admin")).length).toBeGreaterThan(8);
  expect((await (await request.get("/api/session")).json()).user.role).toBe("admin");
  expect(await readSku()).toEqual(skuBefore);
});
