import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll } from "vitest";
import { makeFront } from "#lib/front/front.ts";
import { parseTrustedProxies } from "#lib/net/client-address.ts";

/** A front before a server that answers as Next.js does, so that a test sees what the front makes of each kind of reply. */

const FORM = '<form encType="multipart/form-data" method="POST"></form>';
/** The document that visitors are to get, with scripts of the forms that Next.js writes. */
export const HTML = `<!doctype html>${FORM}<script src="/a.js" async></script><script>self.__next_f.push([1,"a"])</script>${"<p>text</p>".repeat(500)}<script>(self.__next_f=self.__next_f||[]).push([0])</script>`;

const AS_REACT_WRITES = HTML.replace("<form ", '<form action="" ');

/** Answers as Next.js does. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = req.url?.split("?")[0];
  if (path === "/prerendered") {
    res.setHeader("x-nextjs-prerender", "1");
    res.setHeader("etag", '"one"');
    if (req.headers["if-none-match"] === '"one"') {
      res.statusCode = 304;
      res.end();
      return;
    }
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.setHeader("content-length", Buffer.byteLength(AS_REACT_WRITES));
    res.end(req.method === "HEAD" ? null : AS_REACT_WRITES);
  } else if (path === "/rendered" || path?.endsWith("/none")) {
    if (path !== "/rendered") res.statusCode = 404;
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.flushHeaders();
    const nonce = /nonce-([^']+)/.exec(String(req.headers["content-security-policy"]))?.[1];
    res.write(`<script nonce="${nonce}">`);
    await new Promise(setImmediate);
    res.write(AS_REACT_WRITES);
    res.end();
  } else if (path === "/flight") {
    res.statusCode = req.headers.rsc === "redirect" ? 307 : 200;
    res.setHeader("cache-control", "s-maxage=300");
    res.setHeader("content-type", "text/x-component");
    res.end("0:{}");
  } else if (path === "/robots.txt") {
    res.statusCode = 405;
    res.end();
  } else if (path === "/file.bin") {
    res.statusCode = 500;
    res.setHeader("allow", ["GET", "HEAD"]);
    res.end("Internal Server Error");
  } else if (path === "/redirect") {
    res.writeHead(303, { location: "/" });
    res.end();
  } else if (path === "/events") {
    res.setHeader("content-type", "text/event-stream");
    res.flushHeaders();
    setTimeout(() => res.end("data: 1\n\n"), 50);
  } else {
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ text: "x".repeat(path === "/small" ? 10 : 5000) }));
  }
}

const client = { trusted: parseTrustedProxies("127.0.0.1"), secret: "of the store", alwaysHttps: false };

const UNPACK: Record<string, (packed: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync };

export interface FrontReply {
  status: number;
  headers: IncomingMessage["headers"];
  /** unpacked */
  body: string;
}

/** Starts the front for the tests of a file. @returns what sends it a request */
export function setUpFront() {
  const server = createServer(makeFront(answer, { client }));
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => void server.close());
  return function get(path: string, headers: Record<string, string> = {}, method = "GET") {
    const { port } = server.address() as AddressInfo;
    return new Promise<FrontReply>((resolve, reject) => {
      request({ port, host: "127.0.0.1", path, method, headers }, async (res) => {
        const chunks: Buffer[] = [];
        for await (const chunk of res) chunks.push(chunk);
        const raw = Buffer.concat(chunks);
        const unpack = raw.length > 0 ? UNPACK[res.headers["content-encoding"] ?? ""] : undefined;
        const body = unpack ? unpack(raw) : raw;
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: body.toString() });
      })
        .on("error", reject)
        .end();
    });
  };
}
