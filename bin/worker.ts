import { watch } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { config } from "#lib/config.ts";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { startBackgroundJobs } from "#lib/front/background-jobs.ts";
import { dropDocuments } from "#lib/front/document-cache.ts";
import { makeFront } from "#lib/front/front.ts";
import { dropPages } from "#lib/front/page-cache.ts";
import { loadStatic } from "#lib/front/static-files.ts";
import { startSearch } from "#lib/search/thread-client.ts";
import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";

/** A server process of `npm start`, forked by the primary process (serve.ts): Next.js behind the front. */

const dev = process.env.FWR_DEV === "1";
const dir = join(import.meta.dirname, "..");
const app = next({
  dev,
  dir,
  quiet: false,
  port: config().PORT,
});
// While this loads, the primary process may still be filling the store. The port opens when it is filled.
const opening = new Promise((open) => process.once("message", open));
void opening.then(startSearch);
const [files, loadedRoutes] = await Promise.all([dev ? new Map() : loadStatic(dir), loadApiRoutes(dir), app.prepare()]);
let routes = loadedRoutes;
if (dev) {
  watch(join(dir, "app/api"), { recursive: true }, async () => {
    // A file that is being written may not load yet; it will change again.
    routes = await loadApiRoutes(dir, `?${Date.now()}`).catch(() => routes);
  });
}
await opening;
onSkuChange(dropPages);
onSkuChange(dropDocuments);
subscribeToSkuChanges();
const server = createServer(
  makeFront(app.getRequestHandler(), {
    trusted: config().TRUSTED_PROXIES,
    development: dev,
    files,
    routes: () => routes,
  }),
);
server.keepAliveTimeout = 65_000;
server.on("error", (error) => {
  if (!("code" in error) || error.code !== "EADDRINUSE") throw error;
  process.send?.({ taken: true });
});
server.listen(config().PORT, () => process.send?.({ ready: true }));

startBackgroundJobs();

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  // Event streams never end by themselves.
  setTimeout(() => server.closeAllConnections(), 3000).unref();
}
process.on("SIGTERM", stop);
// Ctrl-C is sent to the whole process group; the primary process decides when to stop.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
