import type { APIRequestContext } from "@playwright/test";
import sharp from "sharp";
import { z } from "zod";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";

/** What search engines, social networks, password managers and telephones ask of a site. */

/** The content of a meta element of a page. */
async function readMeta(request: APIRequestContext, path: string, name: string): Promise<string | undefined> {
  const html = await (await request.get(path)).text();
  return new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`).exec(html)?.[1];
}

async function readPicture(request: APIRequestContext, url: string) {
  const reply = await request.get(url);
  expect(reply.status(), url).toBe(200);
  const { format, width, height } = await sharp(await reply.body()).metadata();
  return { type: reply.headers()["content-type"], format, width, height };
}

async function readJsonLd(request: APIRequestContext, path: string) {
  const html = await (await request.get(path)).text();
  const found = html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs);
  return [...found].map(([, text = ""]) => JSON.parse(text));
}

const SHARED = { type: "image/png", format: "png", width: 1200, height: 630 };

test("C13: a link to home, a department, a product or any other page is shared with a picture", async ({ request }) => {
  for (const path of ["/", "/categories/audio", "/categories/audio/price-desc", "/products/sku123", "/login"]) {
    const image = await readMeta(request, path, "og:image");
    expect(await readPicture(request, new URL(image ?? "", process.env.STORE_URL).pathname), path).toEqual(SHARED);
    expect(await readMeta(request, path, "twitter:card"), path).toBe("summary_large_image");
  }
  const missing = await request.get("/products/none/opengraph-image");
  expect([missing.status(), await missing.text()]).toEqual([404, ""]);
});

test("C13: the picture of a product is there whatever it is called", async ({ request }) => {
  await signInAsAdmin(request);
  const names = ["🎧 Kopfhörer", "سماعة رأس", "無線イヤホン", "W".repeat(200), "Đèn bàn", "Наушники"];
  for (const [i, name] of names.entries()) {
    const id = `${newName()}-${i}`;
    const created = await request.post("/api/skus", { data: { id, name, price: "1.00", stock: 1, category: "audio" } });
    expect(created.status(), name).toBe(201);
    expect(await readPicture(request, `/products/${id}/opengraph-image`), name).toEqual(SHARED);
    await request.delete(`/api/skus/${id}`);
  }
});

test("icons and the manifest are where browsers and telephones look for them", async ({ request }) => {
  const icon = await request.get("/favicon.ico");
  const bytes = await icon.body();
  expect([icon.status(), icon.headers()["content-type"], bytes.readUInt16LE(2)]).toEqual([200, "image/x-icon", 1]);
  // Each entry says where its picture lies.
  const pictures = Array.from({ length: bytes.readUInt16LE(4) }, (_, i) => {
    const [length, offset] = [bytes.readUInt32LE(6 + 16 * i + 8), bytes.readUInt32LE(6 + 16 * i + 12)];
    return sharp(bytes.subarray(offset, offset + length)).metadata();
  });
  expect((await Promise.all(pictures)).map(({ width }) => width)).toEqual([16, 32, 48]);
  expect(await readPicture(request, "/apple-touch-icon.png")).toMatchObject({ format: "png", width: 180, height: 180 });

  const manifest = await request.get("/manifest.webmanifest");
  expect(manifest.headers()["content-type"]).toBe("application/manifest+json");
  const { icons } = z
    .object({ icons: z.array(z.object({ src: z.string(), sizes: z.string(), type: z.string() })) })
    .parse(await manifest.json());
  for (const { src, sizes, type } of icons) {
    const reply = await request.get(src);
    expect([reply.status(), reply.headers()["content-type"]?.split(";")[0]], src).toEqual([200, type]);
    const { width, height } = await sharp(await reply.body()).metadata();
    if (sizes !== "any") expect(`${width}x${height}`, src).toBe(sizes);
  }
  const html = await (await request.get("/")).text();
  for (const link of ['rel="icon" href="/favicon.ico"', 'rel="apple-touch-icon"', 'rel="manifest"'])
    expect(html).toContain(`<link ${link}`);
});

test("security.txt says whom to tell of a vulnerability, and until when that holds (RFC 9116)", async ({ request }) => {
  const reply = await request.get("/.well-known/security.txt");
  expect([reply.status(), reply.headers()["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
  const fields = Object.fromEntries(
    (await reply.text())
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/: (.*)/, 2)),
  );
  expect(fields.Contact).toBe("mailto:security@localhost");
  const days = (Date.parse(fields.Expires) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(90);
  expect(days).toBeLessThan(365);
  const old = await request.get("/well-known/security.txt", { maxRedirects: 0 });
  expect([old.status(), old.headers().location]).toEqual([308, "/.well-known/security.txt"]);
});

test("password managers find the form that changes the password", async ({ request }) => {
  const reply = await request.get("/.well-known/change-password", { maxRedirects: 0 });
  const { location = "" } = reply.headers();
  expect([reply.status(), location]).toEqual([303, "/account#password-change"]);
  await registerByApi(request, newName());
  expect(await (await request.get(location)).text()).toContain('id="password-change"');
  // By this address they find out whether the site answers 200 to everything.
  const none = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
  expect((await request.get(none)).status()).toBe(404);
});

test("a product says its terms, with a picture that is no SVG; home says who runs the store", async ({ request }) => {
  const product = (await readJsonLd(request, "/products/sku123")).find((found) => found["@type"] === "Product");
  expect(await readPicture(request, new URL(product.image).pathname)).toEqual(SHARED);
  expect(Date.parse(product.offers.priceValidUntil)).toBeGreaterThan(Date.now());
  expect(product.offers).toMatchObject({
    price: "199.99",
    shippingDetails: { "@type": "OfferShippingDetails", doesNotShip: true, shippingRate: { value: "0.00" } },
    hasMerchantReturnPolicy: { returnPolicyCategory: "https://schema.org/MerchantReturnNotPermitted" },
  });
  const [home] = await readJsonLd(request, "/");
  const [organization, website] = home["@graph"];
  expect([organization["@type"], website["@type"]]).toEqual(["Organization", "WebSite"]);
  expect(website.publisher["@id"]).toBe(organization["@id"]);
  expect((await readPicture(request, new URL(organization.logo).pathname)).format).toBe("png");
  expect(website.potentialAction.target.urlTemplate).toMatch(/\/search\?q=\{search_term_string\}$/);
});

test("sitemaps lie where they may list every page, and say when products were edited", async ({ request }) => {
  const robots = await (await request.get("/robots.txt")).text();
  const index = /^Sitemap: (.*)$/m.exec(robots)?.[1] ?? "";
  const locations = async (url: string) =>
    [...(await (await request.get(new URL(url).pathname)).text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, found = ""]) => found,
    );
  const [sitemap = ""] = await locations(index);
  const pages = await locations(sitemap);
  expect(pages.length).toBeGreaterThan(100);
  const folder = new URL(".", sitemap).href;
  expect(pages.filter((page) => !page.startsWith(folder))).toEqual([]);
  const old = await request.get("/sitemaps/0", { maxRedirects: 0 });
  expect([old.status(), old.headers().location]).toEqual([308, new URL(sitemap).pathname]);
  expect((await request.get("/sitemap-9999.xml")).status()).toBe(404);

  await signInAsAdmin(request);
  const before = Date.now();
  await request.patch("/api/skus/laptop-123", { data: { brand: newName() } });
  const xml = await (await request.get(new URL(sitemap).pathname)).text();
  const lastmod = /laptop-123<\/loc><lastmod>([^<]*)</.exec(xml)?.[1] ?? "";
  expect(Math.abs(Date.parse(lastmod) - before)).toBeLessThan(60_000);
});

test("pages that are somebody's own, and the search, are not to be indexed", async ({ request }) => {
  await registerByApi(request, newName());
  const paths = [
    "/cart",
    "/checkout",
    "/account",
    "/account/second-factor",
    "/orders",
    "/wishlist",
    "/login",
    "/search",
  ];
  for (const path of paths) expect(await readMeta(request, path, "robots"), path).toMatch(/^noindex/);
  for (const path of ["/", "/products/sku123", "/categories/audio"])
    expect(await readMeta(request, path, "robots"), path).toBeUndefined();
});
