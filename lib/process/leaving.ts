import { processWide } from "./process-wide.ts";

/**
 * How a server process comes to its end. "draining": the store stops, and load balancers are given time to notice.
 * "replaced": another process takes its place. "stopping": the store ends.
 */
export type Leaving = "draining" | "replaced" | "stopping";

const state = processWide("leaving", () => ({ how: null as Leaving | null, work: new Set<Promise<unknown>>() }));

/** How this process is leaving; null while it stays. Its replies then close their connections, and streams end. */
export const leaving = (): Leaving | null => state.how;

export function setLeaving(how: Leaving): void {
  state.how = how;
}

/** Notes work that no request waits for, and that a process which is replaced finishes before it exits. */
export function finishBeforeLeaving(work: Promise<unknown>): void {
  const noted = work
    .catch(() => {})
    .finally(() => {
      state.work.delete(noted);
    });
  state.work.add(noted);
}

/** How much of such work is under way. */
export const countUnfinished = (): number => state.work.size;
