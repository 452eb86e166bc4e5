import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { makeFront } from "#lib/front/front.ts";

/** A reply of the API, read. */
export interface ApiReply {
  status: number;
  headers: Headers;
  /** parsed, where it is JSON */
  body: unknown;
}

/** A client of the API that keeps its cookie, as a browser does. */
export interface ApiClient {
  call(method: string, path: string, body?: object | string, headers?: Record<string, string>): Promise<ApiReply>;
  /** the cookie; "" before there is one */
  readonly cookie: string;
}

/** A client of the API at an origin. A body that is a text is sent as it is, with the type of `headers`. */
export function makeApiClient(origin: string, cookie = ""): ApiClient {
  return {
    cookie,
    async call(method, path, body, headers = {}) {
      const response = await fetch(origin + path, {
        method,
        redirect: "manual",
        headers: {
          cookie: this.cookie,
          ...(typeof body === "object" && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const set = response.headers.getSetCookie()[0]?.split(";")[0];
      if (set) Object.assign(this, { cookie: set });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get("content-type") ?? "");
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
  };
}

/**
 * Serves the whole API in this process, as the front does, without Next.js and so without a build. Call it after
 * setUpRedis. @returns a function that makes a client
 */
export function setUpApi(): (cookie?: string) => ApiClient {
  let origin = "";
  let close = () => {};
  beforeAll(async () => {
    const routes = await loadApiRoutes(process.cwd());
    const server = createServer(makeFront(async (_req, res) => void res.end(), { routes: () => routes }));
    // On a busy machine a connection that is used again may have been idle for longer than the five seconds of Node.js.
    server.keepAliveTimeout = 0;
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => {
      server.closeAllConnections();
      server.close();
    };
  });
  afterAll(() => close());
  return (cookie = "") => makeApiClient(origin, cookie);
}
