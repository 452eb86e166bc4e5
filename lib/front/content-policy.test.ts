import { expect, test } from "vitest";
import { HTML, setUpFront } from "#test/servers/front.ts";
import { dropDocuments, hashScripts } from "./cache/document-cache.ts";

/** What a document may run and who may frame it, by the headers that the front sends. */

const get = setUpFront();
const gzip = { "accept-encoding": "gzip" };

test("ASVS 3.4.3: a prerendered document allows its inline scripts by hash, the same for everyone", async () => {
  const plain = await get("/prerendered");
  const packed = await get("/prerendered", gzip);
  expect([plain.body, packed.body]).toEqual([HTML, HTML]);
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(packed.headers.vary).toContain("Accept-Encoding");
  const policy = String(plain.headers["content-security-policy"]);
  expect(policy).toBe(packed.headers["content-security-policy"]);
  expect(policy).toBe(hashScripts(HTML));
  expect(policy.match(/'sha256-/g)).toHaveLength(2);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

test("a document that is rendered for one request allows its scripts by a nonce of that request", async () => {
  const one = await get("/rendered", gzip);
  const two = await get("/rendered");
  const nonceOf = (reply: typeof one) => /nonce-([^']+)/.exec(String(reply.headers["content-security-policy"]))?.[1];
  expect(one.body).toContain(`<script nonce="${nonceOf(one)}">`);
  expect(two.body).toContain(`<script nonce="${nonceOf(two)}">`);
  expect(nonceOf(one)).not.toBe(nonceOf(two));
  expect(one.headers["content-encoding"]).toBe("gzip");
});

test("a client cannot choose the nonce", async () => {
  const reply = await get("/rendered", { "content-security-policy": "script-src 'nonce-evil'" });
  expect(reply.body).not.toContain("evil");
});

test("ASVS 3.4.3: HTML has a policy however it was asked for, and whatever its status and address are", async () => {
  const asked: [string, Record<string, string>][] = [
    ["/prerendered", { accept: "image/*" }],
    ["/prerendered", { rsc: "0" }],
    ["/rendered", { "next-action": "x" }],
    ["/rendered", { accept: "application/json" }],
    ["/pictures/none", {}],
    ["/_next/none", {}],
  ];
  for (const [path, headers] of asked) {
    const reply = await get(path, headers);
    expect(reply.headers["content-type"], path).toContain("text/html");
    expect(reply.headers["content-security-policy"], `${path} ${JSON.stringify(headers)}`).toMatch(
      /script-src 'self' '(nonce|sha256)-/,
    );
  }
});

test.each([
  ["alert(1)"],
  ["self.__next_f.push([1,alert(1)])"],
  ["self.__next_f.push([1]);alert(1);([1])"],
  ['self.__next_f.push([1,"a"]) ; alert(1)'],
  ["self.__next_f.push([1,`a`])"],
  ["alert(1)//self.__next_f.push([1])"],
  ["(self.__next_f=alert||[]).push([0])"],
])("ASVS 3.4.3: a script that was injected into a prerendered document is not allowed: %s", (script) => {
  expect(hashScripts(`<p></p><script>${script}</script>`)).not.toContain("sha256");
});

test("the scripts that Next.js writes are allowed, also over several lines", () => {
  const scripts = [
    'self.__next_f.push([1,"a)\\u003c/script>\\n;"])',
    "(self.__next_f=self.__next_f||[]).push([0])",
    '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["a.js"],\n"runtimeModuleIds":[1]});',
  ];
  for (const script of scripts) expect(hashScripts(`<script id="_R_">${script}</script>`)).toContain("sha256");
});

test("the policy of a document says where violations are reported, by both ways that browsers know", async () => {
  for (const path of ["/prerendered", "/prerendered", "/rendered"]) {
    const { headers } = await get(path);
    expect(headers["content-security-policy"]).toMatch(/; report-uri \/api\/csp-reports; report-to csp$/);
    expect(headers["reporting-endpoints"]).toBe('csp="/api/csp-reports"');
  }
  expect((await get("/small")).headers["reporting-endpoints"]).toBeUndefined();
});

test("ASVS 3.4.3, 3.4.6: what is no document may be shown in no frame and run nothing", async () => {
  for (const path of ["/small", "/long", "/redirect", "/events", "/api/none"]) {
    const { headers } = await get(path);
    expect(headers["content-type"] ?? "", path).not.toContain("html");
    expect(headers["content-security-policy"], path).toMatch(/^default-src 'none';.* frame-ancestors 'none'/);
  }
  const foreign = await get("/rendered", { "sec-fetch-site": "cross-site" }, "POST");
  expect(foreign.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  // A document that is answered from the cache keeps its own policy.
  expect((await get("/prerendered")).headers["content-security-policy"]).toContain("script-src 'self' 'sha256-");
});

test("a 304 leaves the policy that the browser has", async () => {
  const expectNotModified = async () => {
    const reply = await get("/prerendered", { "if-none-match": '"one"' });
    expect(reply.status).toBe(304);
    expect(reply.headers["content-security-policy"]).toBeUndefined();
  };
  dropDocuments();
  await expectNotModified();
  // Now from the cache.
  await get("/prerendered");
  await expectNotModified();
});

test("ASVS 3.4: every reply says nosniff, no frames, its referrer and permissions; HSTS over https only", async () => {
  for (const path of ["/prerendered", "/rendered", "/small"]) {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    expect(headers["permissions-policy"]).toBeTruthy();
    expect(headers["strict-transport-security"]).toBeUndefined();
  }
  const { headers } = await get("/small", { "x-forwarded-proto": "https" });
  expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
});
