import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";

/**
 * A property for a shared machine: where it stood still for so long that Redis got no turn within its deadline, a case
 * says nothing and is not counted.
 */
export function unlessBusy<A extends unknown[]>(run: (...args: A) => Promise<void>) {
  return async (...args: A): Promise<void> => {
    try {
      await run(...args);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) throw error;
      await sleep(200);
      fc.pre(false);
    }
  };
}
