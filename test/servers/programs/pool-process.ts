import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { awaitOpening, heedPrimary, serveConnections } from "#lib/front/pool/serve-connections.ts";
import { leaving } from "#lib/process/leaving.ts";

/** A server process without Next.js, for tests of what keeps such processes. It answers with its number. */

if (process.env.FAIL_TO_START) process.exit(1);
heedPrimary();
const warm = await awaitOpening();
const server = createServer(
  { headersTimeout: 500, requestTimeout: 1000, connectionsCheckingInterval: 100 },
  async (req, res) => {
    if (leaving() !== null) res.shouldKeepAlive = false;
    if (req.url === "/slow") await sleep(1000);
    res.end(JSON.stringify({ pid: process.pid, leaving: leaving(), warm }));
  },
);
server.keepAliveTimeout = 65_000;
await serveConnections(server, warm ? ["/warm"] : []);
