import { setTimeout as sleep } from "node:timers/promises";
import { processWide } from "#lib/process/process-wide.ts";
import { connectStore, type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";

/**
 * What a message says. `any`: every SKU may have changed. `skus`: these have. `stock`: one has, and nothing but its stock;
 * `left` is the stock after a sale, null when there may have been less before. While an import writes, `imported` names
 * the SKUs of a batch, and `lists`, every few seconds and at the end, says that pages which list SKUs are out of date.
 */
export type SkuChange =
  | { kind: "any" }
  | { kind: "skus" | "imported"; ids: string[] }
  | { kind: "lists" }
  | { kind: "stock"; id: string; left: number | null };

/** The message about a stock. @param left after a sale */
export const stockMessage = (id: string, left?: number) => `stock ${id}${left === undefined ? "" : ` ${left}`}`;

// Ids have none of these signs.
const LISTS = "@lists";
const IMPORTED = "@imported";

/** Tells all processes that an import has written SKUs. {@link announceLists} has to follow. One round trip. */
export async function announceImported(redis: Redis, ids: readonly string[]): Promise<void> {
  await redis.publish(keys.skusChanged, `${IMPORTED} ${ids.join(" ")}`);
}

/** Tells all processes that pages which list SKUs are out of date. One round trip. */
export async function announceLists(redis: Redis): Promise<void> {
  await redis.publish(keys.skusChanged, LISTS);
}

/**
 * Reads a message of the channel, also one that somebody else has written: the ids of one or more SKUs separated by
 * spaces; `stock <id>`, with what is left after a sale; `*` for any SKU; and what an import tells.
 */
export function parseChange(message: string): SkuChange {
  const words = message.split(" ").filter((word) => word !== "");
  const [first, id, left] = words;
  if (message === LISTS) return { kind: "lists" };
  if (first === IMPORTED && id !== undefined) return { kind: "imported", ids: words.slice(1) };
  if (first === "*") return { kind: "any" };
  if (first === "stock" && id !== undefined)
    return { kind: "stock", id, left: /^\d+$/.test(left ?? "") ? Number(left) : null };
  return { kind: "skus", ids: words };
}

export type ChangeListener = (change: SkuChange) => void;

const listeners = processWide("sku-changes", () => new Set<ChangeListener>());

/** Registers a listener for changes made by any process. They arrive once {@link subscribeToSkuChanges} was called. */
export function onSkuChange(listener: ChangeListener): void {
  listeners.add(listener);
}

/** A connection that has lasted so long is not about to break again, in milliseconds. */
const SETTLED_MS = 500;
/** Between two attempts to read from a Redis that can be reached and can't be read, as while it loads its data. */
const RETRY_MS = 250;

/** Waits until Redis can be read and the connection has lasted. @returns whether it has: `isWanted` is still true */
async function waitUntilReadable(isWanted: () => boolean): Promise<boolean> {
  const stopWhenUnwanted = (error: unknown) => {
    if (!isWanted()) throw error;
  };
  await retryWhileAway(() => withRedis((redis) => redis.exists(keys.skus)), {
    everyMs: RETRY_MS,
    onFailure: stopWhenUnwanted,
  }).catch(() => {});
  if (isWanted()) await sleep(SETTLED_MS, undefined, { ref: false });
  return isWanted();
}

/**
 * Subscribes this process to SKU changes, on a connection of its own. Messages published while that connection is down
 * are lost, so after every connect listeners hear that any SKU may have changed; but only once Redis can be read and the
 * connection has lasted half a second, because they drop what they have and can't get anything else before.
 * @returns a function that ends the subscription
 */
export function subscribeToSkuChanges(): () => void {
  const notify = (change: SkuChange) => {
    for (const listener of listeners) listener(change);
  };
  /** counts the connections; the last one is the one that is subscribed */
  let connections = 0;
  const close = connectStore({
    async onReady(redis) {
      const connection = ++connections;
      try {
        await redis.subscribe(keys.skusChanged, (message) => notify(parseChange(message)));
      } catch {
        return; // The connection broke again; onReady is called for the next one as well.
      }
      if (await waitUntilReadable(() => connection === connections)) notify({ kind: "any" });
    },
    onLost() {},
  });
  return () => {
    connections++;
    close();
  };
}
