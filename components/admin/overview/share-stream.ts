import type { Metrics } from "#lib/metrics/schema.ts";

/**
 * One stream of figures for all tabs of a browser: over HTTP/1.1 it makes six connections to a host, so six tabs with one
 * each would block the seventh. The tab that holds the lock has the stream and tells the others. A hidden tab lets go
 * of it, and the next that is visible takes it.
 */

const NAME = "fwr-metrics";

/** After a refusal the stream is asked for again after this time, and at last after that, in milliseconds. */
const [AGAIN_MS, LATEST_MS] = [1000, 8000];

/**
 * Opens the stream. A browser connects again by itself when it ends, but not when it is refused, as while Redis does not
 * answer. @returns what closes it
 */
function openSource(take: (metrics: Metrics) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = AGAIN_MS;
  const open = () => {
    source = new EventSource("/api/admin/metrics/stream");
    source.addEventListener("metrics", (event) => {
      waitMs = AGAIN_MS;
      take(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, LATEST_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Holds the stream for all tabs as soon as no other does, until the signal. Without locks, for this tab alone. */
function hold(signal: AbortSignal, take: (metrics: Metrics) => void): void {
  const work = () =>
    new Promise<void>((resolve) => {
      const close = openSource(take);
      signal.addEventListener("abort", () => {
        close();
        resolve();
      });
    });
  // Only secure pages have locks.
  if (!navigator.locks) void work();
  else navigator.locks.request(NAME, { signal }, work).catch(() => {});
}

/** Calls `take` with the figures of each second while this tab is visible. @returns what ends it */
export function followFigures(take: (metrics: Metrics) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => take(data));
  let holding: AbortController | null = null;
  const adapt = () => {
    if (document.hidden) {
      holding?.abort();
      holding = null;
    } else if (!holding) {
      holding = new AbortController();
      hold(holding.signal, (metrics) => {
        take(metrics);
        channel.postMessage(metrics);
      });
    }
  };
  adapt();
  document.addEventListener("visibilitychange", adapt);
  return () => {
    document.removeEventListener("visibilitychange", adapt);
    holding?.abort();
    channel.close();
  };
}
