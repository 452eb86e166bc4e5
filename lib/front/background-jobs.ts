import { finishDeletions } from "#lib/account/delete-account.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { enforceSessionLimit } from "#lib/session/eviction.ts";
import { halveViews } from "#lib/visit/popular.ts";

/** What is done now and then beside the requests. Each decides in Redis whether this process is the one that does it. */
const CHORES: readonly { everySeconds: number; work: () => Promise<unknown> }[] = [
  { everySeconds: 15, work: halveViews },
  { everySeconds: 60, work: () => enforceSessionLimit() },
  { everySeconds: 60, work: finishDeletions },
];

/** Starts the chores of this process. They keep no process alive. @returns what stops them */
export function startHousekeeping(): () => void {
  const timers = CHORES.map(({ everySeconds, work }) => {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy) return;
      busy = true;
      try {
        await work();
      } catch (error) {
        if (!(error instanceof RedisUnavailableError)) console.error(error);
      } finally {
        busy = false;
      }
    }, everySeconds * 1000);
    return timer.unref();
  });
  return () => timers.forEach(clearInterval);
}
