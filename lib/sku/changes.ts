import { processWide } from "#lib/process-wide.ts";
import { connectStore } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * Told of a change: the ids of one or more SKUs with spaces between, `stock <id>` where only a stock changed, or `*` when
 * anything may have.
 */
export type ChangeListener = (message: string) => void;

const listeners = processWide("sku-changes", () => new Set<ChangeListener>());

/** Calls a listener whenever a SKU has changed, in whichever process. Starts nothing: see {@link followChanges}. */
export function onSkuChange(listener: ChangeListener): void {
  listeners.add(listener);
}

/**
 * Follows the changes that any process makes, on a connection of its own. What was said while the connection was gone
 * was not heard: so after each new connection everything may have changed. @returns what ends it
 */
export function followChanges(): () => void {
  const tell = (message: string) => {
    for (const listener of listeners) listener(message);
  };
  return connectStore({
    onReady(redis) {
      redis.subscribe(keys.skusChanged, tell).then(
        () => tell("*"),
        () => {}, // The connection broke again; the next one is told of as well.
      );
    },
    onLost() {},
  });
}
