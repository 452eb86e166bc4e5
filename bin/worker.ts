import { watch } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { z } from "zod";
import { config, localOrigin } from "#lib/config.ts";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { startBackgroundJobs } from "#lib/front/background-jobs.ts";
import { dropPages } from "#lib/front/cache/drop-pages.ts";
import { loadErrorDocuments } from "#lib/front/error-documents.ts";
import { makeFront } from "#lib/front/front.ts";
import { logConsoleErrors } from "#lib/front/log-console-errors.ts";
import { loadPageRoutes } from "#lib/front/page-routes.ts";
import { awaitOpening, heedPrimary, serveConnections } from "#lib/front/pool/serve-connections.ts";
import { loadStatic } from "#lib/front/static-files.ts";
import { bufferLog, logEvent } from "#lib/log.ts";
import { describeForPrometheus } from "#lib/metrics/prometheus.ts";
import { setDescription } from "#lib/process/peers.ts";
import { startSearch } from "#lib/search/thread-client.ts";
import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { reconcileAnnounced } from "#lib/sku/edit/reconcile.ts";

/** A server process of `npm start`, forked by the primary process (serve.ts): Next.js behind the front. */

/** The primary process makes it. An empty one would be sent by anybody. */
const ownSecret = z.string().min(32);
const { PORT, SITE_URL, TRUSTED_PROXIES } = config();
// Where Next.js calls the store itself. Otherwise it takes scheme and host of the request for it, which the client chooses.
process.env.__NEXT_PRIVATE_ORIGIN = localOrigin(config(), "127.0.0.1");
/**
 * By when a request must have come in, in milliseconds: a client that sends slowly must not hold a connection for long.
 */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 60_000, connectionsCheckingInterval: 5000 };
/** What a process has loaded before it takes the place of another: Redis, the search index, pages of each kind. */
const WARM_PATHS = ["/api/health/ready", "/api/skus?q=a", "/", "/search?q=a", "/cart", "/login"];
const dev = process.env.FWR_DEV === "1";
/** Whether Next.js answers the API of the build too: for the test that compares it with the front. */
const nextAnswersApi = dev || process.env.FWR_API === "next";
const dir = join(import.meta.dirname, "..");
if (!dev) {
  bufferLog();
  logConsoleErrors();
}
const app = next({
  dev,
  dir,
  quiet: false,
  port: PORT,
});
setDescription(describeForPrometheus);
heedPrimary();
// While this loads, the primary process may still be filling the store. The port opens when it is filled.
const opening = awaitOpening();
void opening.then(startSearch);
const [files, documents, loadedRoutes, findPage] = await Promise.all([
  dev ? new Map() : loadStatic(dir),
  dev ? [] : loadErrorDocuments(dir),
  loadApiRoutes(dir),
  dev ? () => undefined : loadPageRoutes(dir),
  app.prepare(),
]);
let routes = loadedRoutes;
if (dev) {
  watch(join(dir, "app/api"), { recursive: true }, async () => {
    // A file that is being written may not load yet; it will change again.
    routes = await loadApiRoutes(dir, `?${Date.now()}`).catch(() => routes);
  });
}
const warm = await opening;
onSkuChange(dropPages);
onSkuChange(reconcileAnnounced);
subscribeToSkuChanges();
let reported = false;
function reportUntrusted(address: string): void {
  if (reported) return;
  reported = true;
  const remedy = "If it is your proxy, name it in TRUSTED_PROXIES";
  logEvent("warn", "forwarded-headers-ignored", { address, remedy });
}
const server = createServer(
  {
    // A request that asks for another protocol is answered in this one. In development Next.js needs WebSockets.
    ...(dev ? {} : { shouldUpgradeCallback: () => false }),
    ...LIMITS,
  },
  makeFront(app.getRequestHandler(), {
    client: {
      trusted: TRUSTED_PROXIES,
      secret: ownSecret.parse(process.env.FWR_OWN_SECRET),
      alwaysHttps: SITE_URL?.startsWith("https:") ?? false,
      onUntrusted: reportUntrusted,
    },
    development: nextAnswersApi,
    site: SITE_URL,
    files,
    documents,
    routes: () => routes,
    findPage,
  }),
);
server.keepAliveTimeout = 65_000;
await serveConnections(server, warm ? WARM_PATHS : []);

startBackgroundJobs();
