import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { createDiscount } from "#lib/discount/store.ts";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { makeFront } from "#lib/front/front.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { createRun, finishRun } from "#lib/lab/runs/store.ts";
import { startOrderSweeper } from "#lib/order/lifecycle/sweeper.ts";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import { startSearch } from "#lib/search/thread-client.ts";
import { startSkuSweeper } from "#lib/sku/edit/sweeper.ts";
import { enrolApp } from "#test/authenticator-app.ts";

/**
 * A server process for a test: the whole API without Next.js, and the sweepers. It sends its port. What is written by
 * forms alone it writes when it is sent an order and a user; then it sends "written".
 */

const message = z.object({ order: z.string(), user: z.string(), code: z.string() });

async function writeAsForms(sent: unknown): Promise<void> {
  const { order, user, code } = message.parse(sent);
  await createDiscount({ code, kind: "percent", value: "10" });
  await transitionOrder(order, "shipped");
  await transitionOrder(order, "delivered");
  await enrolApp(user);
  const run = await createRun(runBody.parse({ kind: "browse" }));
  if (run.ok) await finishRun(run.run, { state: "cancelled", result: null, histogram: null });
}

startSearch();
startOrderSweeper();
startSkuSweeper();
const routes = await loadApiRoutes(process.cwd());
const server = createServer(makeFront(async (_req, res) => void res.end(), { routes: () => routes }));
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", (sent) => {
  writeAsForms(sent).then(
    () => process.send?.("written"),
    (error) => process.send?.(String(error)),
  );
});
process.on("disconnect", () => process.exit(0));
