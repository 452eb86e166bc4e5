import { finishDeletions } from "#lib/account/delete-account.ts";
import { startSampler } from "#lib/metrics/sampler.ts";
import { startOrderSweeper } from "#lib/order/lifecycle/sweeper.ts";
import { startOrderRepair } from "#lib/order/repair/after-failover.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { enforceSessionLimit } from "#lib/session/eviction.ts";
import { startSkuSweeper } from "#lib/sku/edit/sweeper.ts";
import { startSkuWatch } from "#lib/sku/edit/watch.ts";
import { halveViews } from "#lib/visit/popular.ts";

/**
 * Starts the background jobs of a server process. Each decides through Redis whether this process is the one that runs
 * it, and none keeps the process alive.
 */
export function startBackgroundJobs(): void {
  startOrderSweeper();
  startOrderRepair();
  startSkuSweeper();
  startSkuWatch();
  startSampler();
  repeat(15_000, halveViews);
  repeat(60_000, () => enforceSessionLimit());
  repeat(60_000, finishDeletions);
}
