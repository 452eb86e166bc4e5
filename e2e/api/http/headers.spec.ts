import type { APIResponse } from "@playwright/test";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";

/** Headers that replies of every kind have, or must not have, as the built store sends them. */

const DOCUMENTS = ["/", "/products/sku123", "/cart", "/login", "/nowhere"];
const OTHERS = ["/api/skus", "/api/cart", "/api/nowhere", "/api/cart/", "/sitemap.xml", "/robots.txt"];
/** Has a style attribute. */
const PICTURE = "/pictures/kitchen-knife.svg";

const policyOf = (reply: APIResponse) => reply.headers()["content-security-policy"] ?? "";

test("ASVS 3.4.3, 3.4.6: what is no document may be shown in no frame and run nothing", async ({ request }) => {
  for (const path of DOCUMENTS) expect(policyOf(await request.get(path)), path).toContain("default-src 'self'");
  const page = await (await request.get("/")).text();
  const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? "no script";
  for (const path of [...OTHERS, PICTURE, script, "/icon.svg"]) {
    const reply = await request.get(path, { maxRedirects: 0 });
    expect(policyOf(reply), path).toMatch(/^default-src 'none';.* frame-ancestors 'none'/);
  }
  const redirected = await request.get("/account", { maxRedirects: 0 });
  expect([redirected.status(), policyOf(redirected)]).toEqual([307, expect.stringContaining("frame-ancestors 'none'")]);
  const byScript = await request.get("/cart", { headers: { rsc: "1" } });
  expect(byScript.headers()["content-type"]).toContain("text/x-component");
  expect(policyOf(byScript)).toContain("default-src 'none'");
});

test("ASVS 3.4.3: a reply that says that nothing has changed leaves the policy that the browser has", async ({
  request,
}) => {
  for (const path of ["/", PICTURE]) {
    const { etag = "" } = (await request.get(path)).headers();
    const again = await request.get(path, { headers: { "if-none-match": etag } });
    expect([again.status(), policyOf(again)], path).toEqual([304, ""]);
  }
});

test("ASVS 4.1.1: a picture says its charset, and is drawn with its styles under its policy", async ({
  page,
  request,
}) => {
  expect((await request.get(PICTURE)).headers()["content-type"]).toBe("image/svg+xml; charset=utf-8");
  const blocked: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) blocked.push(message.text());
  });
  await page.goto(PICTURE);
  // Alone, a picture is a document of its own, to which its policy applies.
  await page.evaluate(() => document.documentElement.setAttribute("style", "opacity: 0.5"));
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).opacity)).toBe("0.5");
  expect(blocked).toEqual([]);
});

test("ASVS 3.4.2: no other site may read a reply, whatever Origin it names", async ({ request }) => {
  await signInAsAdmin(request);
  const { port } = new URL(process.env.STORE_URL ?? "");
  const origins = ["https://evil.example", "null", "*", `http://localhost:${port}`, `http://evil.localhost:${port}`];
  for (const origin of origins) {
    for (const path of [...DOCUMENTS, ...OTHERS, PICTURE, "/api/admin/metrics"]) {
      const headers = { origin, "access-control-request-method": "POST", "access-control-request-headers": "x" };
      for (const method of ["GET", "OPTIONS"]) {
        const reply = await request.fetch(path, { method, headers, maxRedirects: 0 });
        const allowed = Object.keys(reply.headers()).filter((name) => name.startsWith("access-control-"));
        expect(allowed, `${method} ${path} for ${origin}`).toEqual([]);
      }
    }
    const data = { username: newName(), password: "wrong" };
    const refused = await request.post("/api/auth/login", { data, headers: { origin } });
    expect(refused.headers()["access-control-allow-origin"]).toBeUndefined();
  }
});
