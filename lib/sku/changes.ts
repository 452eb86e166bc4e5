import { processWide } from "#lib/process-wide.ts";
import { connectStore } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * Called with each change: the ids of one or more SKUs separated by spaces, `stock <id>` when only the stock changed, or
 * `*` when any SKU may have changed.
 */
export type ChangeListener = (message: string) => void;

const listeners = processWide("sku-changes", () => new Set<ChangeListener>());

/** Registers a listener for changes made by any process. They arrive once {@link subscribeToSkuChanges} was called. */
export function onSkuChange(listener: ChangeListener): void {
  listeners.add(listener);
}

/**
 * Subscribes this process to SKU changes, on a connection of its own. Messages published while that connection is down
 * are lost, so listeners get `*` after every connect. @returns a function that ends the subscription
 */
export function subscribeToSkuChanges(): () => void {
  const notify = (message: string) => {
    for (const listener of listeners) listener(message);
  };
  return connectStore({
    onReady(redis) {
      redis.subscribe(keys.skusChanged, notify).then(
        () => notify("*"),
        () => {}, // The connection broke again; onReady is called for the next one as well.
      );
    },
    onLost() {},
  });
}
