import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { startJob } from "#lib/sku/import/job/pool.ts";
import { until } from "#test/until.ts";

/**
 * A second server process for a test: it imports the table with the id that it receives, and dies as soon as it hears
 * that the first SKUs are written.
 */
let isSubscribed = false;
onSkuChange(({ kind }) => {
  isSubscribed = true;
  if (kind === "imported") process.kill(process.pid, "SIGKILL");
});
process.on("message", async (id: string) => {
  subscribeToSkuChanges();
  await until(() => isSubscribed);
  await startJob(id, false);
});
process.on("disconnect", () => process.exit(0));
