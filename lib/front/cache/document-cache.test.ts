import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeFront } from "#lib/front/front.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { dropDocuments, hashScripts } from "./document-cache.ts";

let asked = 0;
let html = "";
let status = 200;
let cookie = false;
/** Called while Next.js is at work. */
let meanwhile = () => {};

/** Answers as Next.js does from its cache of prerendered pages. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  asked++;
  const body = html;
  meanwhile();
  res.statusCode = status;
  res.setHeader("x-nextjs-prerender", "1");
  res.setHeader("etag", `"${body.length}"`);
  res.setHeader("cache-control", "s-maxage=300");
  res.setHeader("content-type", "text/html; charset=utf-8");
  if (cookie) res.setHeader("set-cookie", "a=1");
  res.end(req.method === "HEAD" ? null : body);
}

const server = createServer(makeFront(answer));
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());
// The clock stands still, so that no document expires because the machine is busy.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  // The cache takes 0 for no time at all.
  vi.advanceTimersByTime(1);
});
afterEach(() => void vi.useRealTimers());
beforeEach(() => {
  dropDocuments();
  asked = 0;
  html = `<!doctype html><script>self.__next_f.push([1])</script>${"<p>one</p>".repeat(300)}`;
  status = 200;
  cookie = false;
  meanwhile = () => {};
});

function get(path: string, init: RequestInit = {}) {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init });
}

test("a prerendered document is requested once, whatever the query, and is the same each time", async () => {
  const first = await get("/page");
  const body = await first.text();
  for (const path of ["/page", "/page?from=elsewhere"]) {
    const again = await get(path);
    expect(await again.text()).toBe(body);
    const own = ["date", "server-timing", "x-request-id"];
    const heads = [first, again].map(({ headers }) => [...headers].filter(([name]) => !own.includes(name)));
    expect(heads[1]).toEqual(heads[0]);
    expect(again.headers.get("content-security-policy")).toBe(hashScripts(html));
  }
  expect(asked).toBe(1);
  await get("/other");
  expect(asked).toBe(2);
});

test("a client that does not accept gzip gets the document uncompressed", async () => {
  await get("/page");
  const plain = await get("/page", { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(Number(plain.headers.get("content-length"))).toBe(html.length);
  expect(await plain.text()).toBe(html);
  expect(asked).toBe(1);
});

test("a client that has the document gets 304, and HEAD gets the headers alone", async () => {
  const etag = (await get("/page")).headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\/"/);
  for (const known of [etag, etag.slice(2), `"other", ${etag}`]) {
    const reply = await get("/page", { headers: { "if-none-match": known } });
    expect(reply.status).toBe(304);
    expect(reply.headers.get("content-security-policy")).toBeNull();
  }
  expect((await get("/page", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  const head = await get("/page", { method: "HEAD" });
  expect(Number(head.headers.get("content-length"))).toBeGreaterThan(0);
  expect(asked).toBe(1);
});

test("after a change no client gets the old document, nor one that was being rendered meanwhile", async () => {
  await get("/page");
  html = html.replaceAll("one", "another");
  dropDocuments();
  meanwhile = dropDocuments;
  expect(await (await get("/page")).text()).toContain("another");
  meanwhile = () => {};
  html = html.replaceAll("another", "third");
  expect(await (await get("/page")).text()).toContain("third");
});

test("after a second Next.js is asked again", async () => {
  await get("/page");
  vi.advanceTimersByTime(1100);
  await get("/page");
  expect(asked).toBe(2);
});

test("what is not for everyone is not cached: replies with a cookie, errors, other methods, requests of the router", async () => {
  cookie = true;
  await get("/page");
  await get("/page");
  expect(asked).toBe(2);
  cookie = false;
  status = 404;
  await get("/page");
  await get("/page");
  expect(asked).toBe(4);
  status = 200;
  await get("/page");
  await get("/page", { method: "POST" });
  await get("/page", { headers: { rsc: "1" } });
  await get("/page", { headers: { accept: "application/json" } });
  expect(asked).toBe(8);
});

test("a document that can't be rendered because of Redis is shown as it was; one that is gone is not", async () => {
  const before = await (await get("/page")).text();
  dropDocuments();
  status = 500;
  Object.assign(
    processWide<{ failed: unknown }>("redis", () => ({ failed: null })),
    {
      failed: { at: performance.now(), trouble: "away" },
    },
  );
  const shown = await get("/page?a=b", { headers: { "accept-encoding": "identity" } });
  expect([shown.status, await shown.text()]).toEqual([200, before]);
  expect(shown.headers.get("content-security-policy")).toContain("sha256-");
  expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
  const [other, byScript] = [await get("/never-seen"), await get("/page", { headers: { rsc: "1" } })];
  expect([other.status, byScript.status]).toEqual([503, 503]);
  expect((await get("/page", { method: "POST" })).status).toBe(503);
  status = 404;
  await get("/page");
  status = 500;
  expect((await get("/page")).status).toBe(503);
});
