import { createServer } from "node:http";
import { makeFront } from "#lib/front/front.ts";
import { route } from "#lib/web/routes/route.ts";

/** A process with nothing but the front and a handler that reads and does nothing: `POST /api/empty`. */

const handlers = new Map([["POST", route({ visitor: "anyone" }, async () => ({}))]]);
const routes = [{ address: "/api/empty", pattern: /^\/api\/empty$/, params: [], handlers }];
const notFound = async () => {};
const server = createServer(makeFront(notFound, { routes: () => routes })).listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`);
});
