import { expect, test } from "vitest";
import { HTML, setUpFront } from "#test/servers/front.ts";
import { dropDocuments } from "./cache/document-cache.ts";

const get = setUpFront();
const gzip = { "accept-encoding": "gzip" };
const browser = { "accept-encoding": "gzip, deflate, br, zstd" };

test("documents are sent in the best encoding that the client accepts, under one weak etag", async () => {
  const accepted: [string, string | undefined][] = [
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=1.0, gzip;q=0.5", "br"],
    ["gzip, br;q=0", "gzip"],
    ["identity", undefined],
    ["*;q=0", undefined],
  ];
  for (const path of ["/prerendered", "/prerendered", "/rendered"]) {
    for (const [accept, encoding] of accepted) {
      const reply = await get(path, { "accept-encoding": accept });
      expect(reply.headers["content-encoding"], `${path} ${accept}`).toBe(encoding);
      expect(reply.body, `${path} ${accept}`).toContain(HTML);
      expect(reply.headers.vary, `${path} ${accept}`).toBe("Accept-Encoding");
      expect(reply.headers.etag, `${path} ${accept}`).toBe(path === "/prerendered" ? 'W/"one"' : undefined);
    }
  }
  dropDocuments();
  // First as Next.js says it, then from the cache.
  for (const etag of ['"one"', 'W/"one"']) {
    const reply = await get("/prerendered", { ...browser, "if-none-match": etag });
    expect([reply.status, reply.headers.etag, reply.headers.vary]).toEqual([304, 'W/"one"', "Accept-Encoding"]);
    await get("/prerendered");
  }
});

test("long replies are compressed; short ones and event streams are not", async () => {
  expect((await get("/long", gzip)).headers["content-encoding"]).toBe("gzip");
  expect(JSON.parse((await get("/long", gzip)).body).text).toHaveLength(5000);
  expect((await get("/small", gzip)).headers["content-encoding"]).toBeUndefined();
  expect((await get("/events", gzip)).body).toBe("data: 1\n\n");
  expect((await get("/prerendered", gzip, "HEAD")).body).toBe("");
});

test("a state change from another site is refused, whatever it is sent to", async () => {
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "null" },
  ];
  for (const headers of foreign) expect((await get("/rendered", headers, "POST")).status).toBe(403);
  expect((await get("/rendered", { "sec-fetch-site": "same-origin" }, "POST")).status).toBe(200);
});

test("F8: what is sent to the router of Next.js is cached under an address of its own only, and a page never there", async () => {
  const cacheOf = async (path: string, headers: Record<string, string> = {}) =>
    (await get(path, headers)).headers["cache-control"];
  expect(await cacheOf("/flight?_rsc=a", { rsc: "1" })).toBe("s-maxage=300");
  expect(await cacheOf("/flight?q=x&_rsc", { rsc: "1" })).toBe("s-maxage=300");
  for (const path of ["/flight", "/flight?q=_rsc", "/flight?x_rsc=a"]) expect(await cacheOf(path)).toBe("no-store");
  expect(await cacheOf("/flight?_rsc", { rsc: "redirect" })).toBe("no-store");
  dropDocuments();
  for (const path of ["/prerendered?_rsc=a", "/prerendered", "/prerendered?_rsc=a"])
    expect(await cacheOf(path), path).toBe(path === "/prerendered" ? undefined : "no-store");
});

test("F8: Vary names the encoding of what can be compressed, whether it was or not", async () => {
  for (const path of ["/prerendered", "/prerendered", "/rendered", "/long"])
    for (const headers of [gzip, { "accept-encoding": "identity" }])
      expect((await get(path, headers)).headers.vary, path).toBe("Accept-Encoding");
});

test("a method that a file does not have is 405 with those that it has, where Next.js fails or says nothing", async () => {
  for (const path of ["/robots.txt", "/file.bin"]) {
    const { status, headers, body } = await get(path, {}, "POST");
    expect([status, headers.allow, JSON.parse(body).status], path).toEqual([405, "GET, HEAD, OPTIONS", 405]);
  }
});
